package dev.espalier.record;

import java.util.Locale;

/** Lengths of time as a person reads them, with three digits and a unit. */
public final class Micros {
  private Micros() {}

  /**
   * {@return {@code 97.4 µs}, {@code 1.23 ms}, {@code 2.50 s}; a dash for what was not measured}
   *
   * @param micros a time in microseconds; NaN where not measured
   */
  public static String text(double micros) {
    if (!Double.isFinite(micros)) {
      return "–";
    }
    if (micros < 999.5) {
      return threeDigits(micros) + " µs";
    }
    return micros < 999_500 ? threeDigits(micros / 1e3) + " ms" : threeDigits(micros / 1e6) + " s";
  }

  private static String threeDigits(double value) {
    String pattern = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
