package dev.espalier.study;

import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;

/** Elements of tensors as floats, whatever their type. */
final class Numbers {
  private Numbers() {}

  static float[] of(Tensor tensor) {
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

  private static float[] doubles(Tensor tensor) {
    float[] out = new float[tensor.size()];
    ByteBuffer data = tensor.data();
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) data.getDouble(8 * i);
    }
    return out;
  }
}
