package dev.espalier.coupling;

import java.util.StringJoiner;

/** Numbers as text, neighbours drawn together: {@code 0-3 7 9-15}. */
public final class Ranges {
  private Ranges() {}

  /**
   * Writes numbers as text, each run of neighbours as a range.
   *
   * @param numbers ascending
   * @return the numbers with neighbours drawn together: {@code 0-3 7}
   */
  public static String of(int[] numbers) {
    StringJoiner text = new StringJoiner(" ");
    int from = 0;
    for (int i = 1; i <= numbers.length; i++) {
      if (i == numbers.length || numbers[i] != numbers[i - 1] + 1) {
        text.add(of(numbers[from], numbers[i - 1]));
        from = i;
      }
    }
    return text.toString();
  }

  /** Both ends included. */
  static String of(int first, int last) {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
