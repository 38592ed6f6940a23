package dev.espalier.study;

/**
 * Range and moments of a stream of numbers; NaN counts as missing and enters nothing else. Unlike
 * Hipparchus' StreamingStatistics it counts missing numbers and zeros, and has the third moment.
 */
final class Moments {
  private long seen;
  private long missing;
  private long zeros;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private double first;
  private double sum;
  private double squares;
  private double cubes;

  void add(double value) {
    if (Double.isNaN(value)) {
      missing++;
      return;
    }
    // sums of differences to the first value lose nothing where all values are alike
    first = seen == 0 ? value : first;
    double d = value - first;
    seen++;
    sum += d;
    squares += d * d;
    cubes += d * d * d;
    zeros += value == 0 ? 1 : 0;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }

  double low() {
    return seen == 0 ? Double.NaN : low;
  }

  double high() {
    return seen == 0 ? Double.NaN : high;
  }

  double mean() {
    return seen == 0 ? Double.NaN : first + sum / seen;
  }

  private double variance() {
    double m = sum / seen;
    return Math.max(0, squares / seen - m * m);
  }

  double deviation() {
    return seen == 0 ? Double.NaN : Math.sqrt(variance());
  }

  /** Third standardised moment; 0 for a constant. */
  double skew() {
    if (seen == 0) {
      return Double.NaN;
    }
    double m = sum / seen;
    double third = cubes / seen - 3 * m * squares / seen + 2 * m * m * m;
    double sigma = deviation();
    return sigma > 0 ? third / (sigma * sigma * sigma) : 0;
  }

  double zeros() {
    return (double) zeros / Math.max(1, seen + missing);
  }

  double missing() {
    return (double) missing / Math.max(1, seen + missing);
  }
}
