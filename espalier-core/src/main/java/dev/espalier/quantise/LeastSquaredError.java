package dev.espalier.quantise;

/** The range that moves numbers least in the mean square. */
final class LeastSquaredError implements Calibration {
  private static final int STEPS = 255;

  @Override
  public String name() {
    return "squared-error";
  }

  @Override
  public String summary() {
    return "the part of the range whose grid moves numbers least, in the mean square";
  }

  @Override
  public String source() {
    return "Banner et al., Post Training 4-bit Quantization of Convolutional Networks, NeurIPS 2019";
  }

  @Override
  public Range of(Histogram numbers) {
    return Ends.least(numbers, range -> error(numbers, range));
  }

  /** Of rounding within the range, a twelfth of a step's square; and of cutting off outside. */
  private static double error(Histogram numbers, Range range) {
    double step = (range.high() - range.low()) / STEPS;
    long[] counts = numbers.counts();
    double error = 0;
    for (int i = 0; i < counts.length; i++) {
      double number = numbers.middle(i);
      double off = Math.max(0, Math.max(range.low() - number, number - range.high()));
      error += counts[i] * (off > 0 ? off * off : step * step / 12);
    }
    return error;
  }
}
