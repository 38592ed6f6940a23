package dev.espalier.catalogue;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known word that somebody meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * {@return the known word that is the fewest changed letters away; empty where none is known}
   *
   * @param word as it was written
   * @param known words that would have been understood
   */
  public static String to(String word, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(k -> distance(word, k))).orElse("");
  }

  /**
   * Fewest letters inserted, deleted or replaced (Levenshtein's edit distance).
   *
   * @param a one word
   * @param b the other
   * @return number of changes that make one word the other; 0 where they are equal
   */
  public static int distance(String a, String b) {
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
