package dev.espalier.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * An immutable dense tensor: row-major, little-endian.
 *
 * <p>Types without a whole-byte width ({@link DType#STRING}, {@link DType#OTHER} …) are opaque:
 * {@code data} then holds the serialised protobuf tensor, and only copying is possible.
 *
 * @param type element type
 * @param dims sizes of the axes; empty for a scalar
 * @param data the elements, position 0 to limit; never written to
 */
public record Tensor(DType type, int[] dims, ByteBuffer data) {
  public Tensor {
    data = data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (type.bytes() > 0 && data.remaining() != (long) Dims.size(dims) * type.bytes()) {
      throw new IllegalArgumentException(
          "tensor "
              + type
              + Arrays.toString(dims)
              + " needs "
              + Dims.size(dims) * (long) type.bytes()
              + " bytes, not "
              + data.remaining());
    }
  }

  /**
   * {@return a float32 tensor holding a copy of {@code values}}
   *
   * @param values in row-major order
   * @param dims sizes of all axes; none for a single value
   */
  public static Tensor floats(float[] values, int... dims) {
    ByteBuffer buffer = allocate(values.length * 4);
    buffer.asFloatBuffer().put(values);
    return new Tensor(DType.FLOAT, dims, buffer);
  }

  /**
   * {@return a tensor of any floating type with these numbers in row-major order, rounded to the
   * nearest; what lies beyond the largest number of a type of 16 bits becomes the largest} The
   * numbers are asked for in order, each once.
   *
   * @param type a floating type
   * @param dims sizes of all axes; none for a single value
   * @param values number by position in row-major order
   */
  public static Tensor of(DType type, int[] dims, IntToDoubleFunction values) {
    int n = Dims.size(dims);
    ByteBuffer out = allocate(n * type.bytes());
    for (int i = 0; i < n; i++) {
      double value = values.applyAsDouble(i);
      switch (type) {
        case FLOAT -> out.putFloat((float) value);
        case DOUBLE -> out.putDouble(value);
        case FLOAT16 -> out.putShort(HalfFloats.ofFloat((float) value));
        case BFLOAT16 -> out.putShort(HalfFloats.toBrain((float) value));
        default -> throw new IllegalArgumentException(type + " is no floating type");
      }
    }
    return new Tensor(type, dims, out.flip());
  }

  /**
   * {@return an int64 tensor holding a copy of {@code values}}
   *
   * @param values in row-major order
   * @param dims sizes of all axes; none for a single value
   */
  public static Tensor longs(long[] values, int... dims) {
    ByteBuffer buffer = allocate(values.length * 8);
    buffer.asLongBuffer().put(values);
    return new Tensor(DType.INT64, dims, buffer);
  }

  /**
   * {@return a one-dimensional int64 tensor}
   *
   * @param values its elements
   */
  public static Tensor vector(long... values) {
    return longs(values, values.length);
  }

  /**
   * {@return a little-endian buffer of {@code bytes} bytes, outside the heap so that native
   * runtimes take it without a copy}
   *
   * @param bytes its length
   */
  public static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** {@return number of elements} */
  public int size() {
    return Dims.size(dims);
  }

  /** {@return number of axes; 0 for a single value} */
  public int rank() {
    return dims.length;
  }

  /** {@return whether elements cannot be addressed (see the class comment)} */
  public boolean opaque() {
    return type.bytes() == 0;
  }

  /** {@return bytes of storage} */
  public long byteSize() {
    return data.remaining();
  }

  /** {@return a copy as floats, from any floating type; doubles are rounded} Throws for others. */
  public float[] floats() {
    float[] out = new float[size()];
    if (type == DType.FLOAT) {
      data().asFloatBuffer().get(out);
      return out;
    }
    requireFloating();
    ByteBuffer d = data();
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) number(d, i);
    }
    return out;
  }

  /** {@return a copy as doubles, from any floating type} Throws for others. */
  public double[] doubles() {
    requireFloating();
    double[] out = new double[size()];
    ByteBuffer d = data();
    for (int i = 0; i < out.length; i++) {
      out[i] = number(d, i);
    }
    return out;
  }

  /**
   * {@return the number at a position in row-major order, from any type of numbers; NaN for others}
   * The largest of int64 and uint64 are rounded.
   *
   * @param position counted from 0
   */
  public double number(int position) {
    return number(data, position);
  }

  private double number(ByteBuffer d, int i) {
    return switch (type) {
      case FLOAT -> d.getFloat(i * 4);
      case DOUBLE -> d.getDouble(i * 8);
      case FLOAT16 -> HalfFloats.toFloat(d.getShort(i * 2));
      case BFLOAT16 -> HalfFloats.ofBrain(d.getShort(i * 2));
      case INT64, UINT64, INT32, UINT32, INT16, UINT16, INT8, UINT8, BOOL -> integer(d, i);
      default -> Double.NaN;
    };
  }

  /**
   * {@return the same numbers in another floating type, rounded as {@link #of} has it; this tensor
   * where it has that type} Throws where either is no floating type.
   *
   * @param wanted a floating type
   */
  public Tensor as(DType wanted) {
    if (wanted == type) {
      return this;
    }
    requireFloating();
    ByteBuffer source = data();
    return of(wanted, dims, i -> number(source, i));
  }

  /**
   * {@return a tensor of this floating type and these axes with other numbers, rounded as {@link
   * #of}}
   *
   * @param values in row-major order
   */
  public Tensor with(float[] values) {
    return of(type, dims, i -> values[i]);
  }

  /**
   * {@return the same from doubles}
   *
   * @param values in row-major order
   */
  public Tensor with(double[] values) {
    return of(type, dims, i -> values[i]);
  }

  /** {@return a copy as longs, from any integer or boolean type; throws for others} */
  public long[] longs() {
    long[] out = new long[size()];
    ByteBuffer d = data();
    for (int i = 0; i < out.length; i++) {
      out[i] = integer(d, i);
    }
    return out;
  }

  private long integer(ByteBuffer d, int i) {
    return switch (type) {
      case INT64, UINT64 -> d.getLong(i * 8);
      case INT32 -> d.getInt(i * 4);
      case UINT32 -> Integer.toUnsignedLong(d.getInt(i * 4));
      case INT16 -> d.getShort(i * 2);
      case UINT16 -> Short.toUnsignedInt(d.getShort(i * 2));
      case INT8 -> d.get(i);
      case UINT8, BOOL -> Byte.toUnsignedInt(d.get(i));
      default -> throw new IllegalStateException("no integers in a tensor of " + type);
    };
  }

  /**
   * {@return the same elements with other axes; sizes must agree}
   *
   * @param newDims sizes of the new axes
   */
  public Tensor reshape(int... newDims) {
    return new Tensor(type, newDims, data);
  }

  /**
   * {@return the elements at {@code positions} of {@code axis}, in that order} Cost: one copy of
   * the result.
   *
   * @param axis counted from 0
   * @param positions along that axis, from 0; some may repeat
   */
  public Tensor select(int axis, int[] positions) {
    int width = type.bytes();
    int outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= dims[i];
    }
    int inner = width;
    for (int i = axis + 1; i < dims.length; i++) {
      inner *= dims[i];
    }
    int[] newDims = dims.clone();
    newDims[axis] = positions.length;
    ByteBuffer out = allocate(outer * positions.length * inner);
    ByteBuffer source = data();
    for (int o = 0; o < outer; o++) {
      for (int p : positions) {
        out.put(source.slice((o * dims[axis] + p) * inner, inner));
      }
    }
    return new Tensor(type, newDims, out.flip());
  }

  /**
   * Same type, axes and bytes.
   *
   * @param other any tensor
   * @return whether both hold the same
   */
  public boolean sameAs(Tensor other) {
    return type == other.type && Arrays.equals(dims, other.dims) && data.equals(other.data);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Tensor other && sameAs(other);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + Arrays.hashCode(dims)) + data.hashCode();
  }

  @Override
  public String toString() {
    return type + Arrays.toString(dims);
  }

  private void requireFloating() {
    if (!type.floating()) {
      throw new IllegalStateException("tensor holds " + type + ", no floating type");
    }
  }
}
