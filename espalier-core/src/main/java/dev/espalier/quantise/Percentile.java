package dev.espalier.quantise;

/** All numbers but the outermost. */
final class Percentile implements Calibration {
  /** Share of the numbers that lies outside, at both ends together. */
  private static final double OUTSIDE = 1e-4;

  @Override
  public String name() {
    return "percentile";
  }

  @Override
  public String summary() {
    return "all numbers but the outermost hundredth of a percent";
  }

  @Override
  public String source() {
    return "Wu et al., Integer Quantization for Deep Learning Inference, 2020";
  }

  @Override
  public Range of(Histogram numbers) {
    long[] counts = numbers.counts();
    double allowed = OUTSIDE / 2 * numbers.total();
    int first = 0;
    for (double seen = counts[0]; seen <= allowed && first < counts.length - 1; ) {
      seen += counts[++first];
    }
    int last = counts.length - 1;
    for (double seen = counts[last]; seen <= allowed && last > first; ) {
      seen += counts[--last];
    }
    double half = (numbers.high() - numbers.low()) / counts.length / 2;
    return new Range(
        Math.min(0, numbers.middle(first) - half), Math.max(0, numbers.middle(last) + half));
  }
}
