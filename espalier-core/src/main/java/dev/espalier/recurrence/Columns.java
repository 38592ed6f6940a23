package dev.espalier.recurrence;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.recurrence.Known.Constant;
import dev.espalier.recurrence.Known.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows taken apart, put together, multiplied by weights and given other axes of 1. */
final class Columns {
  private Columns() {}

  /** Parts of these sizes, of one size where none are stated; none where they do not fit. */
  static List<Rows> split(Rows rows, long axis, int outputs, long @Nullable [] stated) {
    int width = rows.formula().width();
    long[] sizes = stated;
    if (sizes == null && width % outputs == 0) {
      sizes = new long[outputs];
      Arrays.fill(sizes, width / outputs);
    }
    boolean fit =
        last(axis, rows)
            && sizes != null
            && sizes.length == outputs
            && Arrays.stream(sizes).sum() == width;
    List<Rows> parts = new ArrayList<>();
    long begin = 0;
    for (int i = 0; fit && sizes != null && i < outputs; i++) {
      Rows part = part(rows, begin, begin + sizes[i]);
      if (part == null) {
        return List.of();
      }
      parts.add(part);
      begin += sizes[i];
    }
    return parts;
  }

  private static @Nullable Rows part(Rows rows, long begin, long end) {
    return begin < 0 || begin >= end || end > rows.formula().width()
        ? null
        : new Rows(rows.formula().columns((int) begin, (int) end), rows.ones());
  }

  private static boolean last(long axis, Rows rows) {
    return Dims.axis(axis, rows.ones() + 2) == rows.ones() + 1;
  }

  /** Some columns; other axes may be stated to stay whole. */
  static @Nullable Rows sliced(Rows rows, long[] begins, long[] ends, long[] axes, long[] steps) {
    boolean fit =
        axes.length == begins.length
            && axes.length == ends.length
            && Arrays.stream(steps).allMatch(step -> step == 1);
    int width = rows.formula().width();
    Rows part = fit ? rows : null;
    for (int i = 0; i < axes.length && part != null; i++) {
      if (last(axes[i], rows)) {
        long begin = begins[i] < 0 ? begins[i] + width : begins[i];
        long end = ends[i] < 0 ? ends[i] + width : Math.min(ends[i], width);
        part = part(rows, begin, end);
      } else if (begins[i] != 0 || ends[i] < Integer.MAX_VALUE) {
        part = null;
      }
    }
    return part;
  }

  /** One behind the other; null where a part is not known or they lie along another axis. */
  static @Nullable Rows joined(List<@Nullable Rows> parts, long axis) {
    List<Formula> formulas = new ArrayList<>();
    int ones = -1;
    for (Rows rows : parts) {
      if (rows == null || ones >= 0 && rows.ones() != ones || !last(axis, rows)) {
        return null;
      }
      ones = rows.ones();
      formulas.add(rows.formula());
    }
    return formulas.isEmpty() ? null : new Rows(Formula.joined(formulas), ones);
  }

  /** Times constant weights, stored as inputs by outputs or transposed. */
  static @Nullable Rows product(
      @Nullable Known value, @Nullable Known weights, boolean transposed) {
    if (!(value instanceof Rows rows)
        || !(weights instanceof Constant constant)
        || constant.tensor().rank() != 2
        || constant.tensor().type() != DType.FLOAT
        || constant.tensor().size() > Matrix.MOST) {
      return null;
    }
    int[] dims = constant.tensor().dims();
    float[] stored = constant.tensor().floats();
    int in = dims[transposed ? 1 : 0];
    int out = dims[transposed ? 0 : 1];
    if (in != rows.formula().width() || out == 0) {
      return null;
    }
    float[] values = stored;
    if (transposed) {
      values = new float[stored.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = stored[i % out * in + i / out];
      }
    }
    return new Rows(rows.formula().times(Matrix.of(in, out, values)), rows.ones());
  }

  /** The same rows behind other axes of 1: Squeeze and Unsqueeze of axes, Reshape to sizes. */
  static @Nullable Rows formed(String op, Rows rows, long[] stated) {
    if (op.equals("Reshape")) {
      return rowsOf(stated, rows.formula().width())
          ? new Rows(rows.formula(), stated.length - 2)
          : null;
    }
    int ones = rows.ones() + (op.equals("Unsqueeze") ? stated.length : -stated.length);
    int most = Math.max(ones, rows.ones());
    boolean leading =
        Arrays.stream(stated)
            .map(axis -> Dims.axis(axis, 2 + most))
            .allMatch(axis -> axis >= 0 && axis < most);
    return ones >= 0 && leading ? new Rows(rows.formula(), ones) : null;
  }

  /** Whether a Reshape to these sizes leaves rows of this width, behind axes of 1. */
  private static boolean rowsOf(long[] sizes, int width) {
    int n = sizes.length;
    return n >= 2
        && sizes[n - 1] == width
        && sizes[n - 2] == -1
        && Arrays.stream(sizes).limit(n - 2).allMatch(size -> size == 1);
  }
}
