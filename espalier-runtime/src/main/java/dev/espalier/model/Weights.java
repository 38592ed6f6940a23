package dev.espalier.model;

import java.util.SplittableRandom;

/** Draws the contents of new parameters from a seed, in the order in which they are asked for. */
final class Weights {
  private final SplittableRandom random;
  private final boolean settled;

  /**
   * With {@code settled}, biases and normalisations are drawn too, as training would leave them.
   */
  Weights(long seed, boolean settled) {
    this.random = new SplittableRandom(seed);
    this.settled = settled;
  }

  /**
   * Normal with standard deviation √(2 / fanIn).
   *
   * <p>Source: He et al., Delving Deep into Rectifiers, ICCV 2015.
   */
  Tensor kaiming(int fanIn, int... dims) {
    return normal(Math.sqrt(2.0 / fanIn), dims);
  }

  /** Normal with mean 0. */
  Tensor normal(double deviation, int... dims) {
    float[] values = new float[Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Tensor.floats(values, dims);
  }

  /** Uniform between the two bounds. */
  Tensor uniform(double low, double high, int... dims) {
    float[] values = new float[Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return Tensor.floats(values, dims);
  }

  /** What starts at zero: biases, shifts, running means. */
  Tensor zeros(int... dims) {
    return settled ? normal(0.3, dims) : Tensor.floats(new float[Dims.size(dims)], dims);
  }

  /** What starts at one: scales, running variances. */
  Tensor ones(int... dims) {
    return settled ? uniform(0.5, 1.5, dims) : filled(1, dims);
  }

  private static Tensor filled(float value, int... dims) {
    float[] values = new float[Dims.size(dims)];
    java.util.Arrays.fill(values, value);
    return Tensor.floats(values, dims);
  }
}
