package dev.espalier.quantise;

/** The range whose grid keeps most of what the numbers' distribution says. */
final class Entropy implements Calibration {
  private static final int LEVELS = 255;

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public String summary() {
    return "the part of the range whose grid is nearest to the numbers' distribution (Kullback-Leibler)";
  }

  @Override
  public String source() {
    return "Migacz, 8-bit Inference with TensorRT, GPU Technology Conference 2017";
  }

  @Override
  public Range of(Histogram numbers) {
    return Ends.least(numbers, range -> distance(numbers, range));
  }

  private static double distance(Histogram numbers, Range range) {
    long[] counts = numbers.counts();
    double span = numbers.high() - numbers.low();
    double part = span > 0 ? counts.length / span : 0;
    int from = (int) Math.round((range.low() - numbers.low()) * part);
    int to = (int) Math.round((range.high() - numbers.low()) * part);
    return distance(counts, from, to);
  }

  /** Of the parts from one to another, with what lies outside at their ends, from the grid's. */
  private static double distance(long[] counts, int from, int to) {
    int parts = to - from;
    if (parts < LEVELS) {
      return Double.POSITIVE_INFINITY;
    }
    double[] wanted = new double[parts];
    for (int i = 0; i < counts.length; i++) {
      wanted[Math.max(0, Math.min(parts - 1, i - from))] += counts[i];
    }
    double total = 0;
    double distance = 0;
    for (double count : wanted) {
      total += count;
    }
    for (int level = 0; level < LEVELS; level++) {
      int begin = (int) ((long) level * parts / LEVELS);
      int end = (int) ((long) (level + 1) * parts / LEVELS);
      distance += within(counts, wanted, from, begin, end);
    }
    return total == 0 ? 0 : distance / total;
  }

  /** One level of the grid: its numbers are spread evenly over its parts that are not empty. */
  private static double within(long[] counts, double[] wanted, int from, int begin, int end) {
    double sum = 0;
    int full = 0;
    for (int i = begin; i < end; i++) {
      sum += counts[from + i]; // without what lies outside: the grid does not tell it apart
      full += wanted[i] > 0 ? 1 : 0;
    }
    double distance = 0;
    for (int i = begin; i < end; i++) {
      if (wanted[i] > 0) {
        distance += wanted[i] * Math.log(wanted[i] / Math.max(1e-3, sum / full));
      }
    }
    return distance;
  }
}
