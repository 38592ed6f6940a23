package dev.espalier.quantise;

/**
 * How often the numbers of a value lie where, in parts of one length between the smallest and the
 * largest; 0 is in the range.
 */
public final class Histogram {
  private static final int PARTS = 2048;

  private final double low;
  private final double high;
  private final long[] counts = new long[PARTS];
  private final double[] lows;
  private final double[] highs;

  /**
   * Without numbers so far.
   *
   * @param lows smallest number of each batch
   * @param highs largest number of each batch
   */
  Histogram(double[] lows, double[] highs) {
    this.lows = lows.clone();
    this.highs = highs.clone();
    double from = 0;
    double to = 0;
    for (int i = 0; i < lows.length; i++) {
      from = Math.min(from, lows[i]);
      to = Math.max(to, highs[i]);
    }
    this.low = from;
    this.high = to;
  }

  void add(double number) {
    double share = high > low ? (number - low) / (high - low) : 0;
    counts[(int) Math.max(0, Math.min(PARTS - 1, share * PARTS))]++;
  }

  /** {@return the smallest number of all, at most 0} */
  public double low() {
    return low;
  }

  /** {@return the largest number of all, at least 0} */
  public double high() {
    return high;
  }

  /** {@return the smallest number of each batch} */
  public double[] lows() {
    return lows.clone();
  }

  /** {@return the largest number of each batch} */
  public double[] highs() {
    return highs.clone();
  }

  /** {@return how many numbers lie in each part, from low to high} */
  public long[] counts() {
    return counts.clone();
  }

  /** {@return how many numbers there are} */
  public long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /**
   * {@return the middle of a part}
   *
   * @param part counted from 0
   */
  public double middle(int part) {
    return low + (part + 0.5) * (high - low) / PARTS;
  }
}
