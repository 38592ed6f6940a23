package dev.espalier.data;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Checksum;

/**
 * A column of numbers or arrays of numbers, kept as stored (a byte stays a byte) in little-endian
 * order.
 *
 * @param type element type; integers, booleans, FLOAT or DOUBLE
 * @param shape of one record; empty for a scalar
 * @param data bytes of all records
 * @param offset where the first record starts
 * @param stride bytes from one record to the next
 * @param size number of records
 */
public record Numbers(DType type, int[] shape, byte[] data, int offset, int stride, int size)
    implements Column {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  /** Densely packed records. */
  public static Numbers dense(DType type, byte[] data, int size, int... shape) {
    return new Numbers(type, shape, data, 0, Dims.size(shape) * type.bytes(), size);
  }

  /**
   * A column of float32.
   *
   * @param values row by row
   * @param size number of records
   * @param shape of one record; none for a scalar
   */
  public static Numbers floats(float[] values, int size, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return dense(DType.FLOAT, bytes.array(), size, shape);
  }

  /** The same of int32. */
  public static Numbers ints(int[] values, int size, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return dense(DType.INT32, bytes.array(), size, shape);
  }

  /** The same of int64. */
  public static Numbers longs(long[] values, int size, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return dense(DType.INT64, bytes.array(), size, shape);
  }

  /** Elements in one record. */
  int length() {
    return Dims.size(shape);
  }

  boolean integral() {
    return type != DType.FLOAT && type != DType.DOUBLE;
  }

  /** Element {@code i} of a record. */
  double at(int row, int i) {
    int at = offset + row * stride + i * type.bytes();
    return switch (type) {
      case FLOAT -> (float) FLOAT.get(data, at);
      case DOUBLE -> (double) DOUBLE.get(data, at);
      default -> integer(row, i);
    };
  }

  /** Element {@code i} of a record of an integer column. */
  long integer(int row, int i) {
    int at = offset + row * stride + i * type.bytes();
    return switch (type) {
      case UINT8, BOOL -> data[at] & 0xff;
      case INT8 -> data[at];
      case INT16 -> (short) SHORT.get(data, at);
      case UINT16 -> Short.toUnsignedInt((short) SHORT.get(data, at));
      case INT32 -> (int) INT.get(data, at);
      case UINT32 -> Integer.toUnsignedLong((int) INT.get(data, at));
      case INT64, UINT64 -> (long) LONG.get(data, at);
      default -> throw new IllegalStateException("no integers in a column of " + type);
    };
  }

  @Override
  public String text(int row) {
    return length() != 1
        ? Arrays.toString(shape)
        : integral() ? Long.toString(integer(row, 0)) : plain(at(row, 0));
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  @Override
  public void digest(int row, Checksum sum) {
    sum.update(data, offset + row * stride, length() * type.bytes());
  }

  /** One column with the records of all; types and shapes must agree. */
  static Numbers joined(List<Numbers> columns) {
    Numbers first = columns.get(0);
    int bytes = first.length() * first.type.bytes();
    long total = columns.stream().mapToLong(c -> (long) c.size * bytes).sum();
    byte[] all = new byte[Math.toIntExact(total)];
    int at = 0;
    for (Numbers column : columns) {
      for (int row = 0; row < column.size; row++, at += bytes) {
        System.arraycopy(column.data, column.offset + row * column.stride, all, at, bytes);
      }
    }
    return dense(first.type, all, at / Math.max(bytes, 1), first.shape);
  }
}
