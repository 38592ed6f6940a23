package dev.espalier.data;

import dev.espalier.model.Tensor;

/** Elements of tensors as floats, whatever their type. */
public final class Elements {
  private Elements() {}

  /**
   * {@return values of a tensor of numbers, row-major}
   *
   * @param tensor of floating-point or whole numbers
   */
  public static float[] of(Tensor tensor) {
    if (tensor.type().floating()) {
      return tensor.floats();
    }
    long[] longs = tensor.longs();
    float[] out = new float[longs.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = longs[i];
    }
    return out;
  }
}
