package dev.espalier.data;

import dev.espalier.files.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Texts as lists of words: what stands between blanks, tabs and line ends. */
final class TokenWords {
  private TokenWords() {}

  private static boolean blank(int letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
  }

  /** The words of a text in order. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || blank(text.charAt(i))) {
        if (i > from) {
          words.add(text.substring(from, i));
        }
        from = i + 1;
      }
    }
    return words;
  }

  /** For each letter (code point) of a text the number of the word it is in; -1 between words. */
  static int[] numbers(String text) {
    int[] letters = text.codePoints().toArray();
    int[] numbers = new int[letters.length];
    Arrays.fill(numbers, -1);
    int word = -1;
    for (int i = 0; i < letters.length; i++) {
      if (!blank(letters[i])) {
        word += i == 0 || blank(letters[i - 1]) ? 1 : 0;
        numbers[i] = word;
      }
    }
    return numbers;
  }

  /** One text of words that have no blanks themselves; {@link DataException} where one has. */
  static String joined(List<String> words, String place) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.isEmpty() || word.codePoints().anyMatch(TokenWords::blank)) {
        throw new DataException(
            place
                + ": element "
                + i
                + ", \""
                + word
                + "\", is "
                + (word.isEmpty() ? "empty" : "more than one word")
                + "; each element must be one word without blanks: split it, and give each part a"
                + " tag, or leave the record out");
      }
    }
    return String.join(" ", words);
  }
}
