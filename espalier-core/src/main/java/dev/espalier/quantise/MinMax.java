package dev.espalier.quantise;

/** From the smallest number to the largest. */
final class MinMax implements Calibration {
  @Override
  public String name() {
    return "min-max";
  }

  @Override
  public String summary() {
    return "from the smallest number to the largest";
  }

  @Override
  public String source() {
    return "Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, CVPR 2018";
  }

  @Override
  public Range of(Histogram numbers) {
    return new Range(numbers.low(), numbers.high());
  }
}
