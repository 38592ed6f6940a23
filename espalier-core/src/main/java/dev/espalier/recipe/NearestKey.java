package dev.espalier.recipe;

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
    int leaf = 2 * levenshtein(leaf(key), leaf(known)) + elsewhere;
    return Math.min(leaf, 2 * levenshtein(key, known));
  }

  private static String parent(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('.')));
  }

  private static String leaf(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Fewest letters inserted, deleted or replaced. */
  static int levenshtein(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
