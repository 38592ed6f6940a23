package dev.espalier.feed;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Tensor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
  /** The most bytes that a column may hold. */
  public static final long MOST_BYTES = Integer.MAX_VALUE - 64L;

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

  /**
   * {@return densely packed records}
   *
   * @param type of the elements
   * @param data little-endian, record after record
   * @param size number of records
   * @param shape of one record; none for a scalar
   */
  public static Numbers dense(DType type, byte[] data, int size, int... shape) {
    return new Numbers(type, shape, data, 0, Dims.size(shape) * type.bytes(), size);
  }

  /**
   * {@return a column of float32}
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

  /**
   * {@return the same of int32}
   *
   * @param values row by row
   * @param size number of records
   * @param shape of one record; none for a scalar
   */
  public static Numbers ints(int[] values, int size, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return dense(DType.INT32, bytes.array(), size, shape);
  }

  /**
   * {@return the same of int64}
   *
   * @param values row by row
   * @param size number of records
   * @param shape of one record; none for a scalar
   */
  public static Numbers longs(long[] values, int size, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return dense(DType.INT64, bytes.array(), size, shape);
  }

  /**
   * {@return the records along axis 0 of a tensor}
   *
   * @param tensor records along axis 0
   * @param column its name, for messages
   * @throws DataException naming {@code column} where it has no axis, or elements of another type
   */
  public static Numbers of(Tensor tensor, String column) {
    boolean stored =
        switch (tensor.type()) {
          case FLOAT, DOUBLE, BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
              tensor.rank() > 0;
          default -> false;
        };
    if (!stored) {
      throw new DataException(
          "column '"
              + column
              + "' is "
              + tensor
              + "; give integers, float32 or float64 with the"
              + " records along axis 0");
    }
    byte[] bytes = new byte[Math.toIntExact(tensor.byteSize())];
    tensor.data().get(bytes);
    int[] dims = tensor.dims();
    return dense(tensor.type(), bytes, dims[0], Arrays.copyOfRange(dims, 1, dims.length));
  }

  /** {@return elements in one record} */
  public int length() {
    return Dims.size(shape);
  }

  /** {@return whether its elements are whole numbers or booleans} */
  public boolean integral() {
    return type != DType.FLOAT && type != DType.DOUBLE;
  }

  /**
   * {@return element {@code i} of a record}
   *
   * @param row number of the record, from 0
   * @param i number of the element, from 0
   */
  public double at(int row, int i) {
    int at = offset + row * stride + i * type.bytes();
    return switch (type) {
      case FLOAT -> (float) FLOAT.get(data, at);
      case DOUBLE -> (double) DOUBLE.get(data, at);
      default -> integer(row, i);
    };
  }

  /**
   * {@return element {@code i} of a record of an integer column}
   *
   * @param row number of the record, from 0
   * @param i number of the element, from 0
   */
  public long integer(int row, int i) {
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

  /**
   * {@return one column with the records of all; types and shapes must agree}
   *
   * @param columns of equal types and shapes
   */
  public static Numbers joined(List<Numbers> columns) {
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

  /**
   * {@return columns of as many records side by side: one as it is, several as int64 where all are
   * integral, else as float32, their elements one after the other}
   *
   * @param parts of as many records each
   */
  public static Numbers beside(List<Numbers> parts) {
    Numbers first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    int length = parts.stream().mapToInt(Numbers::length).sum();
    boolean whole = parts.stream().allMatch(Numbers::integral);
    float[] floats = new float[whole ? 0 : length * first.size];
    long[] longs = new long[whole ? length * first.size : 0];
    int at = 0;
    for (int row = 0; row < first.size; row++) {
      for (Numbers part : parts) {
        for (int i = 0; i < part.length(); i++, at++) {
          if (whole) {
            longs[at] = part.integer(row, i);
          } else {
            floats[at] = (float) part.at(row, i);
          }
        }
      }
    }
    return whole ? longs(longs, first.size, length) : floats(floats, first.size, length);
  }

  /**
   * {@return records that overlap: record {@code r} is the rows {@code r + from} to {@code r + from
   * + length - 1} of this column, which lie where they lie}
   *
   * @param from first row of a record, counted from the record's number
   * @param length rows of a record
   * @param span rows that each record needs from {@code r} on, at least {@code from + length};
   *     there are {@code size - span + 1} records
   */
  public Numbers windows(int from, int length, int span) {
    int bytes = length() * type.bytes();
    Numbers dense = stride == bytes ? this : joined(List.of(this));
    int[] windowed = new int[shape.length + 1];
    windowed[0] = length;
    System.arraycopy(shape, 0, windowed, 1, shape.length);
    return new Numbers(
        type,
        windowed,
        dense.data,
        dense.offset + from * bytes,
        bytes,
        Math.max(0, size - span + 1));
  }

  /**
   * Record {@code r} is row {@code r + rows} of this column, where that is there.
   *
   * @param rows how many rows later
   * @return a column of the later rows
   */
  public Numbers later(int rows) {
    return new Numbers(type, shape, data, offset + rows * stride, stride, Math.max(0, size - rows));
  }

  /** {@return type and shape of a record, for a person: uint8[28, 28]} */
  public String described() {
    return type.name().toLowerCase(Locale.ROOT) + Arrays.toString(shape);
  }
}
