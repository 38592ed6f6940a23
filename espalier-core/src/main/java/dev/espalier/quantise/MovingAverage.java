package dev.espalier.quantise;

/** The ends of the batches, each weighed against those before it. */
final class MovingAverage implements Calibration {
  private static final double NEW = 0.1;

  @Override
  public String name() {
    return "moving-average";
  }

  @Override
  public String summary() {
    return "the mean of the batches' smallest and largest numbers, the last ones weighing most";
  }

  @Override
  public String source() {
    return "Krishnamoorthi, Quantizing Deep Convolutional Networks for Efficient Inference, 2018";
  }

  @Override
  public Range of(Histogram numbers) {
    return new Range(Math.min(0, mean(numbers.lows())), Math.max(0, mean(numbers.highs())));
  }

  private static double mean(double[] ends) {
    double mean = ends.length == 0 ? 0 : ends[0];
    for (double end : ends) {
      mean += NEW * (end - mean);
    }
    return mean;
  }
}
