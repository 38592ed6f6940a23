package dev.espalier.files;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * System properties that a library below reads, where it offers no other way to be told.
 *
 * <p>They belong to the program that this one runs in: what it has set is kept, and what is set
 * here is gone when the work is done. Such work is done by one thread at a time.
 */
public final class HostProperties {
  private HostProperties() {}

  /**
   * {@return what {@code work} returns, with each of {@code wanted} set that the host has not; as
   * before afterwards, also when it throws}
   *
   * @param wanted value by property
   * @param work done meanwhile
   * @param <T> kind of what comes back
   */
  public static synchronized <T> T during(Map<String, String> wanted, Supplier<T> work) {
    Map<String, String> ours = new HashMap<>();
    wanted.forEach(
        (key, value) -> {
          // a default of the host's Properties is a choice of the host too
          if (System.getProperty(key) == null
              && System.getProperties().putIfAbsent(key, value) == null) {
            ours.put(key, value);
          }
        });
    try {
      return work.get();
    } finally {
      // not where the host has set another value meanwhile
      ours.forEach((key, value) -> System.getProperties().remove(key, value));
    }
  }
}
