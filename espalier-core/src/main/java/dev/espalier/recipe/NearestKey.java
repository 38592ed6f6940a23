package dev.espalier.recipe;

import dev.espalier.catalogue.Nearest;
import java.util.Comparator;
import java.util.stream.Stream;

/** Finds the key that somebody meant. */
final class NearestKey {
  private NearestKey() {}

  /**
   * The known key, or group of keys, that is the fewest changed letters away; its own parent counts
   * most.
   */
  static String to(String key) {
    Stream<String> groups =
        Setting.ALL.stream().map(s -> parent(s.key())).filter(g -> !g.isEmpty()).distinct();
    return Stream.concat(Setting.ALL.stream().map(Setting::key), groups)
        .min(Comparator.comparingInt(known -> distance(key, known)))
        .orElseThrow();
  }

  private static int distance(String key, String known) {
    int elsewhere = parent(key).equals(parent(known)) ? 0 : 1;
    int leaf = 2 * Nearest.distance(leaf(key), leaf(known)) + elsewhere;
    return Math.min(leaf, 2 * Nearest.distance(key, known));
  }

  private static String parent(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('.')));
  }

  private static String leaf(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
