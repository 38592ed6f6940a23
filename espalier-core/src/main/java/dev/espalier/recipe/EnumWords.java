package dev.espalier.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Words and the constants that they stand for. */
final class EnumWords {
  private EnumWords() {}

  /** The constant of an enumeration that a recipe calls {@code text}, which must exist. */
  static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(c -> c instanceof Word word && word.word().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text + " is no " + type.getSimpleName()));
  }

  /** As recipes have them. */
  static List<String> of(List<? extends Word> constants) {
    return constants.stream().map(Word::word).toList();
  }

  /** All of them with what they mean: {@code hard: this; soft: that}. */
  static String told(Word... words) {
    return Arrays.stream(words)
        .map(w -> w.word() + ": " + w.meaning())
        .collect(Collectors.joining("; "));
  }

  /** All of them, each with its meaning in brackets. */
  static String listed(List<? extends Word> words) {
    return words.stream()
        .map(w -> w.word() + " (" + w.meaning() + ")")
        .collect(Collectors.joining(", "));
  }
}
