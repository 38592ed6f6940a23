package dev.espalier.report;

import java.util.List;
import java.util.Locale;

/** Fits names that people or exporters chose into the room there is. */
final class ReportTexts {
  private ReportTexts() {}

  /** Keeps the end, which tells names of nodes apart. */
  static String shorten(String text, int most) {
    int length = text.codePointCount(0, text.length());
    return length <= most
        ? text
        : "…" + text.substring(text.offsetByCodePoints(0, length - most + 1));
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String sentence(String text) {
    return text.isEmpty() || text.endsWith(".") ? capital(text) : capital(text) + ".";
  }

  /** Takes zeros at the end of the decimals away that all numbers have. */
  static List<String> withoutCommonZeros(List<String> numbers) {
    List<String> shorter = numbers;
    while (!shorter.isEmpty()
        && shorter.stream().allMatch(number -> number.matches("[^.]*\\.\\d*0( %)?"))) {
      shorter = shorter.stream().map(number -> number.replaceFirst("\\.?0( %)?$", "$1")).toList();
    }
    return shorter;
  }

  static String many(long count, String one) {
    return NumberText.count(count) + " " + one + (count == 1 ? "" : "s");
  }
}
