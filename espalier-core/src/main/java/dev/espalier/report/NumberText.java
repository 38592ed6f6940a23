package dev.espalier.report;

import dev.espalier.record.Micros;
import java.util.Locale;

/** Numbers as a person reads them; what is not finite is a dash. */
final class NumberText {
  static final String NONE = "–";

  private NumberText() {}

  /** All digits, in threes. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Three digits and a unit: 40.8 M. */
  static String brief(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    String[] units = {"", " k", " M", " G", " T"};
    int unit = 0;
    double rest = value;
    while (Math.abs(rest) >= 999.5 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    return (unit == 0 && rest == Math.rint(rest) ? format("%.0f", rest) : threeDigits(rest))
        + units[unit];
  }

  static String bytes(double bytes) {
    String[] units = {" B", " KiB", " MiB", " GiB", " TiB"};
    int unit = 0;
    double rest = bytes;
    while (rest >= 1023.5 && unit < units.length - 1) {
      rest /= 1024;
      unit++;
    }
    return (unit == 0 ? format("%.0f", rest) : threeDigits(rest)) + units[unit];
  }

  static String micros(double micros) {
    return Micros.text(micros);
  }

  static String seconds(double seconds) {
    if (seconds < 60) {
      return threeDigits(seconds) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** How many times smaller: 2.02×. */
  static String times(double before, double after) {
    return before > 0 && after > 0 ? format("%.2f×", before / after) : NONE;
  }

  static String percent(double share) {
    return Double.isFinite(share) ? format("%.2f %%", 100 * share) : NONE;
  }

  static String wholePercent(double share) {
    return Double.isFinite(share) ? format("%.0f %%", 100 * share) : NONE;
  }

  /** With a sign: +0.69. */
  static String points(double share) {
    if (Math.abs(share) < 5e-5) {
      return "0.00";
    }
    return Double.isFinite(share) ? minus(format("%+.2f", 100 * share)) : NONE;
  }

  /** Few digits, with a power of ten where very small or large. */
  static String plain(double value) {
    return Double.isFinite(value) ? format("%.4g", value) : NONE;
  }

  static String scientific(double value) {
    return Double.isFinite(value) ? format("%.1e", value).replaceAll("e([-+])0", "e$1") : NONE;
  }

  private static String threeDigits(double value) {
    double size = Math.abs(value);
    return format(size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f", value);
  }

  private static String minus(String text) {
    return text.replace('-', '−');
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
