package dev.espalier.data;

import dev.espalier.data.DataSpec.Preprocess;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills one input of the model from one column: {@code (stored * scale - mean) / std}, in the model's layout. */
final class Feed {
  private final String input;
  private final DType type;
  private final Numbers source;
  private final Geometry geometry;
  private final double[] factor;
  private final double[] summand;
  private final float @Nullable [] table;

  /**
   * @param input name of the model's input
   * @param type its element type
   * @param source what is stored
   * @param geometry how it lies in the input
   * @param preprocess used for floating-point inputs only
   */
  Feed(String input, DType type, Numbers source, Geometry geometry, Preprocess preprocess) {
    this.input = input;
    this.type = type;
    this.source = source;
    this.geometry = geometry;
    int channels = geometry.sizes()[0];
    this.factor = new double[channels];
    this.summand = new double[channels];
    for (int c = 0; c < channels; c++) {
      double std = channel(preprocess.std(), c, channels, 1, "std");
      factor[c] = preprocess.scale() / std;
      summand[c] = -channel(preprocess.mean(), c, channels, 0, "mean") / std;
    }
    this.table = source.type() == DType.UINT8 && channels <= 64 ? table(channels) : null;
  }

  private double channel(List<Double> values, int c, int channels, double otherwise, String key) {
    if (values.size() > 1 && values.size() != channels) {
      throw new DataException(
          "preprocess." + key + " has " + values.size() + " values, but what feeds " + input + " has " + channels
              + " channels; give one value, or one for each channel");
    }
    return values.isEmpty() ? otherwise : values.get(values.size() == 1 ? 0 : c);
  }

  private float[] table(int channels) {
    float[] values = new float[channels * 256];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((i & 255) * factor[i >> 8] + summand[i >> 8]);
    }
    return values;
  }

  String input() {
    return input;
  }

  /** A window and a mirror for one image: the window starts {@code dx, dy} off its place. */
  record Shift(int dx, int dy, boolean mirrored) {
    static final Shift NONE = new Shift(0, 0, false);
  }

  /** The records at {@code rows}, each moved by its shift where there are shifts. */
  Tensor fill(int[] rows, Shift @Nullable [] shifts) {
    int length = Dims.size(geometry.dims());
    int[] dims = new int[geometry.dims().length + 1];
    dims[0] = rows.length;
    System.arraycopy(geometry.dims(), 0, dims, 1, dims.length - 1);
    ByteBuffer out = Tensor.allocate(Math.toIntExact((long) rows.length * length * type.bytes()));
    if (type == DType.FLOAT) {
      FloatBuffer floats = out.asFloatBuffer();
      float[] record = new float[length];
      for (int i = 0; i < rows.length; i++) {
        floats(rows[i], shifts == null ? Shift.NONE : shifts[i], record);
        floats.put(record);
      }
    } else {
      for (int row : rows) {
        others(row, length, out);
      }
      out.flip();
    }
    return new Tensor(type, dims, out);
  }

  private void floats(int row, Shift shift, float[] out) {
    int[] s = geometry.source();
    int[] t = geometry.target();
    for (int c = 0; c < geometry.sizes()[0]; c++) {
      for (int y = 0; y < geometry.sizes()[1]; y++) {
        int from = y + shift.dy;
        int at = c * t[0] + y * t[1];
        if (from < 0 || from >= geometry.sizes()[1]) {
          for (int x = 0; x < geometry.sizes()[2]; x++) {
            out[at + x * t[2]] = 0;
          }
        } else if (table != null) {
          bytes(row, c, c * s[0] + from * s[1], shift, out, at);
        } else {
          numbers(row, c, c * s[0] + from * s[1], shift, out, at);
        }
      }
    }
  }

  /** One line of an image of bytes. */
  private void bytes(int row, int c, int line, Shift shift, float[] out, int at) {
    float[] values = java.util.Objects.requireNonNull(table);
    byte[] data = source.data();
    int base = source.offset() + row * source.stride() + line;
    int width = geometry.sizes()[2];
    int step = geometry.source()[2];
    int to = geometry.target()[2];
    for (int x = 0; x < width; x++) {
      int from = (shift.mirrored ? width - 1 - x : x) + shift.dx;
      out[at + x * to] = from < 0 || from >= width ? 0 : values[c << 8 | data[base + from * step] & 0xff];
    }
  }

  private void numbers(int row, int c, int line, Shift shift, float[] out, int at) {
    int width = geometry.sizes()[2];
    for (int x = 0; x < width; x++) {
      int from = (shift.mirrored ? width - 1 - x : x) + shift.dx;
      out[at + x * geometry.target()[2]] =
          from < 0 || from >= width
              ? 0
              : (float) (source.at(row, line + from * geometry.source()[2]) * factor[c] + summand[c]);
    }
  }

  /** Elements of types other than float32, in their stored order. */
  private void others(int row, int length, ByteBuffer out) {
    for (int i = 0; i < length; i++) {
      switch (type) {
        case DOUBLE -> {
          int c = i % length / (length / factor.length);
          out.putDouble(source.at(row, i) * factor[c] + summand[c]);
        }
        case INT64, UINT64 -> out.putLong(source.integer(row, i));
        case INT32, UINT32 -> out.putInt((int) source.integer(row, i));
        case INT16, UINT16 -> out.putShort((short) source.integer(row, i));
        case INT8, UINT8, BOOL -> out.put((byte) source.integer(row, i));
        default -> throw new DataException("the model's input " + input + " takes " + type + ", which data cannot feed");
      }
    }
  }
}
