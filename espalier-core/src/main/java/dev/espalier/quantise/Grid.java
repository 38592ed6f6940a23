package dev.espalier.quantise;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The numbers that integers of a type stand for: {@code scale * (integer - zero)}, with one scale
 * for a whole tensor or one for each position of an axis.
 *
 * @param type {@code INT8}, {@code UINT8} or {@code INT32}
 * @param axis along which scales differ; {@link #WHOLE} for one scale
 * @param scales above 0
 * @param zeros the integers that stand for 0, one a scale
 */
public record Grid(DType type, int axis, float[] scales, int[] zeros) {
  /** Stands for an axis where a tensor has one scale. */
  public static final int WHOLE = -1;

  private static final int WEIGHT_STEPS = 127;

  /**
   * For values, as 8 bits without a sign: 0 is always on the grid.
   *
   * @param low smallest value that is told apart
   * @param high largest value that is told apart
   * @return the finest grid that reaches from one to the other
   */
  public static Grid ofRange(double low, double high) {
    double from = Math.min(0, low);
    double to = Math.max(0, high);
    int steps = high(DType.UINT8);
    float scale = positive((to - from) / steps);
    int zero = (int) Math.max(0, Math.min(steps, Math.rint(-from / scale)));
    return new Grid(DType.UINT8, WHOLE, new float[] {scale}, new int[] {zero});
  }

  /**
   * For weights, as 8 bits with a sign, the same on both sides of 0.
   *
   * @param weights of a layer
   * @param axis of its outputs; {@link #WHOLE} for one scale
   * @return the finest grid that reaches the largest weight
   */
  public static Grid ofWeights(Tensor weights, int axis) {
    double[] most = new double[axis == WHOLE ? 1 : weights.dims()[axis]];
    double[] values = weights.doubles();
    for (int i = 0; i < values.length; i++) {
      int at = place(weights.dims(), axis, i);
      most[at] = Math.max(most[at], Math.abs(values[i]));
    }
    float[] scales = new float[most.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = positive(most[i] / WEIGHT_STEPS);
    }
    return new Grid(DType.INT8, axis, scales, new int[scales.length]);
  }

  /** A normal number, so that nothing is divided by 0. */
  private static float positive(double scale) {
    return scale >= Float.MIN_NORMAL ? (float) scale : 1;
  }

  /**
   * For a bias that is added to sums of products.
   *
   * @param values grid of the values that are multiplied, with one scale
   * @param weights grid of what they are multiplied with
   * @return 32 bits whose scales are the products of both
   */
  public static Grid ofBias(Grid values, Grid weights) {
    float[] scales = weights.scales().clone();
    for (int i = 0; i < scales.length; i++) {
      scales[i] *= values.scale();
    }
    return new Grid(DType.INT32, scales.length == 1 ? WHOLE : 0, scales, new int[scales.length]);
  }

  /** {@return whether values can be rounded to it: one scale above 0, and a zero of the type} */
  public boolean sound() {
    return type == DType.UINT8
        && axis == WHOLE
        && scales != null
        && zeros != null
        && scales.length == 1
        && zeros.length == 1
        && scales[0] > 0
        && Float.isFinite(scales[0])
        && zeros[0] >= low(type)
        && zeros[0] <= high(type);
  }

  /** {@return the only scale} */
  public float scale() {
    return scales[0];
  }

  /**
   * {@return the integers nearest to values, halves to even, cut off at the type's ends}
   *
   * @param values floats
   */
  public Tensor integers(Tensor values) {
    ByteBuffer out = Tensor.allocate(values.size() * type.bytes());
    double[] from = values.doubles();
    for (int i = 0; i < from.length; i++) {
      int at = place(values.dims(), axis, i);
      double step = Math.rint((float) from[i] / scales[at]) + zeros[at];
      int integer = (int) Math.max(low(type), Math.min(high(type), step));
      if (type == DType.INT32) {
        out.putInt(integer);
      } else {
        out.put((byte) integer);
      }
    }
    return new Tensor(type, values.dims(), out.flip());
  }

  /**
   * {@return values moved to the nearest number of the grid}
   *
   * @param values floats
   */
  public Tensor rounded(Tensor values) {
    Tensor integers = integers(values);
    float[] out = new float[values.size()];
    for (int i = 0; i < out.length; i++) {
      int at = place(values.dims(), axis, i);
      out[i] = (float) (integers.number(i) - zeros[at]) * scales[at];
    }
    return Tensor.floats(out, values.dims());
  }

  /** {@return the scales as DequantizeLinear reads them} */
  public Tensor scaleTensor() {
    return Tensor.floats(scales, axis == WHOLE ? new int[0] : new int[] {scales.length});
  }

  /** {@return the zeros as DequantizeLinear reads them} */
  public Tensor zeroTensor() {
    ByteBuffer out = Tensor.allocate(zeros.length * type.bytes());
    for (int zero : zeros) {
      if (type == DType.INT32) {
        out.putInt(zero);
      } else {
        out.put((byte) zero);
      }
    }
    return new Tensor(type, axis == WHOLE ? new int[0] : new int[] {zeros.length}, out.flip());
  }

  /** {@return the smallest integer of a type} */
  static long low(DType type) {
    return switch (type) {
      case UINT8 -> 0;
      case INT8 -> Byte.MIN_VALUE;
      default -> Integer.MIN_VALUE;
    };
  }

  /** {@return the largest integer of a type} */
  static int high(DType type) {
    return switch (type) {
      case UINT8 -> 255;
      case INT8 -> Byte.MAX_VALUE;
      default -> Integer.MAX_VALUE;
    };
  }

  /** Which scale the element at a flat position has. */
  private static int place(int[] dims, int axis, int flat) {
    if (axis == WHOLE) {
      return 0;
    }
    int behind = Dims.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
    return flat / behind % dims[axis];
  }
}
