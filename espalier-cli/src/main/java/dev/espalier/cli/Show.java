package dev.espalier.cli;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Show {
  private Show() {}

  static String metric(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** With thousands set apart: 1,234,567. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A ratio as a factor: 4.25x. */
  static String times(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2fx", value) : "–";
  }
}
