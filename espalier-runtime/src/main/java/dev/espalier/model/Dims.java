package dev.espalier.model;

/** Arithmetic on the sizes of axes. */
public final class Dims {
  private Dims() {}

  /**
   * {@return the product of all sizes: the number of elements} Throws {@link ArithmeticException}
   * past 2³¹-1.
   *
   * @param dims sizes of all axes
   */
  public static int size(int... dims) {
    int n = 1;
    for (int d : dims) {
      n = Math.multiplyExact(n, d);
    }
    return n;
  }

  /**
   * {@return {@code axis} counted from the front; negative values count from the back, as ONNX has
   * it}
   *
   * @param axis counted from the front, or from the back where negative
   * @param rank number of axes
   */
  public static int axis(long axis, int rank) {
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /**
   * {@return the same sizes as ints}
   *
   * @param values sizes
   */
  public static int[] ints(long[] values) {
    int[] out = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = Math.toIntExact(values[i]);
    }
    return out;
  }

  /**
   * {@return the same sizes as longs}
   *
   * @param values sizes
   */
  public static long[] longs(int... values) {
    long[] out = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = values[i];
    }
    return out;
  }
}
