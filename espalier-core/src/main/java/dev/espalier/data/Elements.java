package dev.espalier.data;

import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;

/** Elements of tensors as floats, whatever their type. */
public final class Elements {
  private Elements() {}

  public static float[] of(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT -> tensor.floats();
      case DOUBLE -> doubles(tensor);
      default -> {
        long[] longs = tensor.longs();
        float[] out = new float[longs.length];
        for (int i = 0; i < out.length; i++) {
          out[i] = longs[i];
        }
        yield out;
      }
    };
  }

  /** A tensor like another floating-point one, with other elements. */
  static Tensor like(Tensor other, float[] values) {
    if (other.type() == DType.FLOAT) {
      return Tensor.floats(values, other.dims());
    }
    ByteBuffer data = Tensor.allocate(8 * values.length);
    for (float value : values) {
      data.putDouble(value);
    }
    return new Tensor(other.type(), other.dims(), data.flip());
  }

  private static float[] doubles(Tensor tensor) {
    float[] out = new float[tensor.size()];
    ByteBuffer data = tensor.data();
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) data.getDouble(8 * i);
    }
    return out;
  }
}
