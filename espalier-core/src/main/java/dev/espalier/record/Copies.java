package dev.espalier.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unchangeable copies in the same order; what a file leaves out is empty. */
final class Copies {
  private Copies() {}

  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static <K, V extends @Nullable Object> Map<K, V> map(@Nullable Map<K, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** Like {@link #map}; a number that the file states as null is NaN. */
  static Map<String, Double> numbers(@Nullable Map<String, Double> map) {
    Map<String, Double> copy = new LinkedHashMap<>();
    if (map != null) {
      map.forEach((name, value) -> copy.put(name, orNaN(value)));
    }
    return Collections.unmodifiableMap(copy);
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Double orNaN(@Nullable Double value) {
    return value == null ? Double.valueOf(Double.NaN) : value;
  }
}
