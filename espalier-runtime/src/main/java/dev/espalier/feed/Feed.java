package dev.espalier.feed;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills one input of the model from one column: {@code (stored * scale - mean) / std}, in the
 * model's layout.
 */
public final class Feed {
  private final String input;
  private final DType type;
  private final Numbers source;
  private final Geometry geometry;
  private final double[] factor;
  private final double[] summand;
  private final float @Nullable [] table;

  /**
   * One input of the model.
   *
   * @param name of the input
   * @param type its element type
   * @param geometry how a stored record lies in it
   */
  public record Target(String name, DType type, Geometry geometry) {}

  /**
   * Prepares to fill one input of the model. Mean and standard deviation of {@code preprocess} each
   * have no value, one value, or one per channel.
   *
   * @param target the model's input, and how records fit it
   * @param source what is stored
   * @param preprocess used for floating-point inputs only
   */
  public Feed(Target target, Numbers source, Preprocess preprocess) {
    this.input = target.name;
    this.type = target.type;
    this.source = source;
    this.geometry = target.geometry;
    int channels = geometry.sizes()[0];
    double[] mean = perChannel(preprocess.mean(), 0, "mean");
    double[] std = perChannel(preprocess.std(), 1, "std");
    this.factor = new double[channels];
    this.summand = new double[channels];
    for (int c = 0; c < channels; c++) {
      factor[c] = preprocess.scale() / std[c];
      summand[c] = -mean[c] / std[c];
    }
    this.table = source.type() == DType.UINT8 && channels <= 64 ? table(channels) : null;
  }

  private double[] perChannel(List<Double> values, double otherwise, String key) {
    int channels = geometry.sizes()[0];
    if (values.size() > 1 && values.size() != channels) {
      throw new DataException(
          "preprocess."
              + key
              + " has "
              + values.size()
              + " values, but what feeds "
              + input
              + " has "
              + channels
              + " channels; give one value, or one for each channel");
    }
    double[] out = new double[channels];
    Arrays.setAll(out, c -> values.isEmpty() ? otherwise : values.get(values.size() == 1 ? 0 : c));
    return out;
  }

  private float[] table(int channels) {
    float[] values = new float[channels * 256];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((i & 255) * factor[i >> 8] + summand[i >> 8]);
    }
    return values;
  }

  /** {@return name of the input} */
  public String input() {
    return input;
  }

  /**
   * A window and a mirror for one image: the window starts {@code dx, dy} off its place.
   *
   * @param dx pixels to the right of its place
   * @param dy pixels below its place
   * @param mirrored whether left and right change places
   */
  public record Shift(int dx, int dy, boolean mirrored) {
    /** Leaves the image where it is. */
    public static final Shift NONE = new Shift(0, 0, false);
  }

  /**
   * {@return the records at {@code rows}, each moved by its shift where there are shifts}
   *
   * <p>On the heap: the collector does not feel the weight of buffers outside it, and a pass over
   * the data would fill memory with batches that are done with.
   *
   * @param rows numbers of records, from 0
   * @param shifts one a record; null for none
   */
  public Tensor fill(int[] rows, Shift @Nullable [] shifts) {
    int length = Dims.size(geometry.dims());
    int[] dims = new int[geometry.dims().length + 1];
    dims[0] = rows.length;
    System.arraycopy(geometry.dims(), 0, dims, 1, dims.length - 1);
    int bytes = Math.toIntExact((long) rows.length * length * type.bytes());
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (type == DType.FLOAT || type.half()) {
      float[] record = new float[length];
      for (int i = 0; i < rows.length; i++) {
        floats(rows[i], shifts == null ? Shift.NONE : shifts[i], record);
        put(record, out);
      }
      out.flip();
    } else {
      for (int row : rows) {
        others(row, length, out);
      }
      out.flip();
    }
    return new Tensor(type, dims, out);
  }

  private void put(float[] record, ByteBuffer out) {
    if (type == DType.FLOAT) {
      out.asFloatBuffer().put(record);
      out.position(out.position() + 4 * record.length);
    } else {
      out.put(Tensor.floats(record, record.length).as(type).data());
    }
  }

  private void floats(int row, Shift shift, float[] out) {
    int[] s = geometry.source();
    int[] t = geometry.target();
    int height = geometry.sizes()[1];
    for (int c = 0; c < geometry.sizes()[0]; c++) {
      for (int y = 0; y < height; y++) {
        int from = y + shift.dy;
        int line = from < 0 || from >= height ? -1 : c * s[0] + from * s[1];
        line(new Line(row, c, line, c * t[0] + y * t[1]), shift, out);
      }
    }
  }

  /**
   * One line of an image.
   *
   * @param from where it starts in the stored record; -1 for a line that is all outside
   * @param to where it starts in the model's record
   */
  private record Line(int row, int channel, int from, int to) {}

  /** Copies a line; zeros outside the stored one. */
  private void line(Line line, Shift shift, float[] out) {
    int width = geometry.sizes()[2];
    int to = geometry.target()[2];
    int at = line.to;
    int c = line.channel;
    int start = shift.mirrored ? width - 1 + shift.dx : shift.dx;
    int low =
        line.from < 0 ? width : shift.mirrored ? Math.max(0, shift.dx) : Math.max(0, -shift.dx);
    int high =
        line.from < 0
            ? width
            : shift.mirrored
                ? Math.min(width, width + shift.dx)
                : Math.min(width, width - shift.dx);
    for (int x = 0; x < low; x++) {
      out[at + x * to] = 0;
    }
    for (int x = high; x < width; x++) {
      out[at + x * to] = 0;
    }
    int step = shift.mirrored ? -geometry.source()[2] : geometry.source()[2];
    int from = line.from + start * geometry.source()[2] + low * step;
    if (table != null) {
      int base = source.offset() + line.row * source.stride();
      byte[] data = source.data();
      for (int x = low, p = base + from; x < high; x++, p += step) {
        out[at + x * to] = table[c << 8 | data[p] & 0xff];
      }
    } else {
      for (int x = low; x < high; x++, from += step) {
        out[at + x * to] = (float) (source.at(line.row, from) * factor[c] + summand[c]);
      }
    }
  }

  /** Elements of float64 and integer types, in their stored order. */
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
        default ->
            throw new DataException(
                "the model's input " + input + " takes " + type + ", which data cannot feed");
      }
    }
  }
}
