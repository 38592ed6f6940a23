package dev.espalier.recurrence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An immutable matrix of float32; multiples of the identity take no memory. */
final class Matrix {
  /** Elements of the largest one that is put together here. */
  static final int MOST = 1 << 23;

  private final int rows;
  private final int columns;
  private final float scale;

  /** Row by row; null for {@link #scale} times the identity. */
  private final float @Nullable [] values;

  private final int hash;

  private Matrix(int rows, int columns, float scale, float @Nullable [] values) {
    this.rows = rows;
    this.columns = columns;
    this.scale = scale;
    this.values = values;
    this.hash =
        31 * (31 * rows + columns)
            + (values == null ? Float.hashCode(scale) : Arrays.hashCode(values));
  }

  static Matrix identity(int size, float scale) {
    return new Matrix(size, size, scale + 0f, null);
  }

  /** Takes over {@code values}, row by row. */
  static Matrix of(int rows, int columns, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += 0f; // one zero, not two
    }
    return rows == columns && diagonal(rows, values)
        ? identity(rows, values[0])
        : new Matrix(rows, columns, Float.NaN, values);
  }

  /** Throws {@link TooLarge} where a matrix of this size is not put together. */
  private static float[] room(long rows, long columns) {
    if (rows * columns > MOST) {
      throw new TooLarge();
    }
    return new float[(int) (rows * columns)];
  }

  private static boolean diagonal(int size, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != (i / size == i % size ? values[0] : 0)) {
        return false;
      }
    }
    return size > 0;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Numbers that it holds in memory. */
  int held() {
    return values == null ? 0 : values.length;
  }

  /** Whether it is {@link #scale} times the identity. */
  boolean scales() {
    return values == null;
  }

  /** Factor of the identity; NaN where it is none. */
  float scale() {
    return scale;
  }

  boolean isZero() {
    return values == null ? scale == 0 : allEqual(values, 0);
  }

  static boolean allEqual(float[] values, float wanted) {
    for (float value : values) {
      if (value != wanted) {
        return false;
      }
    }
    return true;
  }

  float at(int row, int column) {
    return values == null ? row == column ? scale : 0 : values[row * columns + column];
  }

  Matrix scaled(float factor) {
    if (values == null) {
      return identity(rows, scale * factor);
    }
    float[] out = room(rows, columns);
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] * factor;
    }
    return of(rows, columns, out);
  }

  /** With each column times its factor. */
  Matrix scaledColumns(float[] factors) {
    if (allEqual(factors, factors[0])) {
      return scaled(factors[0]);
    }
    float[] out = room(rows, columns);
    for (int i = 0; i < out.length; i++) {
      out[i] = at(i / columns, i % columns) * factors[i % columns];
    }
    return of(rows, columns, out);
  }

  Matrix plus(Matrix other) {
    if (values == null && other.values == null) {
      return identity(rows, scale + other.scale);
    }
    float[] out = room(rows, columns);
    for (int i = 0; i < out.length; i++) {
      out[i] = at(i / columns, i % columns) + other.at(i / columns, i % columns);
    }
    return of(rows, columns, out);
  }

  Matrix times(Matrix other) {
    if (values == null) {
      return other.scaled(scale);
    }
    if (other.values == null) {
      return scaled(other.scale);
    }
    float[] out = room(rows, other.columns);
    double[] row = new double[other.columns];
    for (int i = 0; i < rows; i++) {
      Arrays.fill(row, 0);
      for (int k = 0; k < columns; k++) {
        float factor = values[i * columns + k];
        for (int j = 0; factor != 0 && j < row.length; j++) {
          row[j] += (double) factor * other.values[k * row.length + j];
        }
      }
      for (int j = 0; j < row.length; j++) {
        out[i * row.length + j] = (float) row[j];
      }
    }
    return of(rows, other.columns, out);
  }

  /** Columns {@code from} to before {@code to}. */
  Matrix columns(int from, int to) {
    if (from == 0 && to == columns) {
      return this;
    }
    int width = to - from;
    float[] out = room(rows, width);
    for (int i = 0; i < out.length; i++) {
      out[i] = at(i / width, from + i % width);
    }
    return of(rows, width, out);
  }

  /** Between columns of zeros: {@code width} in all, its own from {@code begin} on. */
  Matrix placed(int begin, int width) {
    float[] out = room(rows, width);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[i * width + begin + j] = at(i, j);
      }
    }
    return of(rows, width, out);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Matrix other
        && hash == other.hash
        && rows == other.rows
        && columns == other.columns
        && (values == null
            ? other.values == null && scale == other.scale
            : Arrays.equals(values, other.values));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** More memory than the steps of a cell need: such a body is not looked into. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("the body of a loop puts together more than " + MOST + " weights at once");
    }
  }
}
