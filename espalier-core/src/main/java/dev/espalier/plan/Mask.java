package dev.espalier.plan;

import dev.espalier.model.Tensor;
import java.util.Base64;
import java.util.BitSet;

/**
 * Which weights of one initializer are held at zero.
 *
 * @param dims of the initializer
 * @param zeros bit set of the zeros in row-major order, little-endian, as base64
 */
public record Mask(int[] dims, String zeros) {
  /**
   * {@return the mask whose zeros are those of a float32 tensor of zeros and ones}
   *
   * @param keep ones where a weight stays
   */
  public static Mask of(Tensor keep) {
    float[] values = keep.floats();
    BitSet bits = new BitSet(values.length);
    for (int i = 0; i < values.length; i++) {
      bits.set(i, values[i] == 0);
    }
    return new Mask(keep.dims(), Base64.getEncoder().encodeToString(bits.toByteArray()));
  }

  /** {@return a float32 tensor of zeros and ones} */
  public Tensor tensor() {
    BitSet bits = BitSet.valueOf(Base64.getDecoder().decode(zeros));
    float[] values = new float[dev.espalier.model.Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = bits.get(i) ? 0 : 1;
    }
    return Tensor.floats(values, dims);
  }
}
