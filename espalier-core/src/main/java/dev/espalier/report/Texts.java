package dev.espalier.report;

/** Fits names that people or exporters chose into the room there is. */
final class Texts {
  private Texts() {}

  /** Keeps the end, which tells names of nodes apart. */
  static String shorten(String text, int most) {
    int length = text.codePointCount(0, text.length());
    return length <= most
        ? text
        : "…" + text.substring(text.offsetByCodePoints(0, length - most + 1));
  }

  static String many(long count, String one) {
    return Numbers.count(count) + " " + one + (count == 1 ? "" : "s");
  }
}
