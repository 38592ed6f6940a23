package dev.espalier.feed;

import dev.espalier.files.DataException;
import dev.espalier.model.Dims;
import dev.espalier.model.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one stored record becomes one record of a model's input: both seen as channels x height x
 * width, each with its strides.
 *
 * @param sizes channels, height, width
 * @param source elements from one channel, row and column to the next, as stored
 * @param target the same in the model's record
 * @param dims sizes of the model's axes after the first
 */
public record Geometry(int[] sizes, int[] source, int[] target, int[] dims) {
  /** A record as channels, height and width, in the order of {@code layout} (HW, HWC or CHW). */
  private record Image(int channels, int height, int width, String layout) {
    int[] dims(String order) {
      return switch (order) {
        case "NCHW" -> new int[] {channels, height, width};
        case "NHWC" -> new int[] {height, width, channels};
        default -> throw new IllegalArgumentException(order);
      };
    }

    int[] strides(String order) {
      return order.equals("NHWC")
          ? new int[] {1, width * channels, channels}
          : new int[] {height * width, width, 1};
    }

    String order() {
      return layout.equals("HWC") ? "NHWC" : "NCHW";
    }
  }

  /**
   * Fits records of {@code shape} to an input.
   *
   * @param stored axes of one stored record
   * @param preprocess from stored to model values
   * @param input the model's input; null takes records as they are
   * @param place names the data in messages
   * @return how records are laid out for the input
   */
  public static Geometry fit(
      int[] stored, Preprocess preprocess, @Nullable ValueInfo input, String place) {
    int[] shape = folded(stored, input);
    Image image = image(shape, shape == stored ? preprocess.dataLayout() : "", place);
    if (input == null || !input.ranked()) {
      boolean asStored = preprocess.layout().isEmpty() || shape.length < 2;
      String order = asStored ? image.order() : preprocess.layout();
      return with(image, order, asStored ? shape : image.dims(order));
    }
    int[] wanted = wanted(input);
    List<String> orders =
        preprocess.layout().isEmpty()
            ? List.of(image.order(), "NCHW", "NHWC")
            : List.of(preprocess.layout());
    if (preprocess.layout().isEmpty() && matches(wanted, shape)) {
      return with(image, image.order(), shape);
    }
    for (String order : orders) {
      if (matches(wanted, image.dims(order))) {
        return with(image, order, image.dims(order));
      }
    }
    for (String order : orders) {
      int[] dims = spread(wanted, image.dims(order));
      if (dims != null) {
        return with(image, order, dims);
      }
    }
    int[] flat = flat(wanted, Dims.size(shape));
    if (flat != null) {
      return with(image, preprocess.layout().isEmpty() ? "NCHW" : preprocess.layout(), flat);
    }
    throw misfit(shape, image, input, place);
  }

  /**
   * Fits records of {@code steps} rows of {@code columns} numbers each, stored row by row: each
   * column is a channel, time runs along the height. The model takes {@code [steps, columns]},
   * {@code [columns, steps]} or both on one axis, row by row; axes of size 1 may stand anywhere.
   *
   * @param steps rows of a record
   * @param columns numbers in a row
   * @param input the model's input; null takes records as they are
   * @param place names the data in messages
   * @return how records are laid out for the input
   */
  public static Geometry series(int steps, int columns, @Nullable ValueInfo input, String place) {
    int[] rows = {steps, columns};
    int[] wanted = input == null || !input.ranked() ? rows : wanted(input);
    int[] dims = spread(wanted, rows);
    boolean transposed = dims == null;
    dims = transposed ? spread(wanted, new int[] {columns, steps}) : dims;
    if (dims == null) {
      transposed = false;
      dims = flat(wanted, steps * columns);
    }
    if (dims == null) {
      throw misfit(rows, new Image(1, steps, columns, "HW"), Objects.requireNonNull(input), place);
    }
    return new Geometry(
        new int[] {columns, steps, 1},
        new int[] {1, columns, columns},
        transposed ? new int[] {steps, 1, 1} : new int[] {1, columns, columns},
        dims);
  }

  /**
   * A row of a table as the array that the model takes, where it has just as many elements; else as
   * it is.
   */
  private static int[] folded(int[] stored, @Nullable ValueInfo input) {
    if (stored.length != 1 || input == null || input.dims().size() < 3) {
      return stored;
    }
    int[] wanted = wanted(input);
    long count = Arrays.stream(wanted).asLongStream().reduce(1, (a, b) -> a * b);
    return Arrays.stream(wanted).allMatch(d -> d > 0) && count == stored[0] ? wanted : stored;
  }

  /** How images are stored: height, width and channels in the order of {@code layout}. */
  static int[] heightWidthChannels(int[] shape, String layout, String place) {
    Image image = image(shape, layout, place);
    return new int[] {image.height, image.width, image.channels};
  }

  /** HW, HWC or CHW. */
  static String layout(int[] shape, String stated) {
    return image(shape, stated, "").layout;
  }

  private static Image image(int[] shape, String stated, String place) {
    if (shape.length < 2) {
      return new Image(Dims.size(shape), 1, 1, "CHW");
    }
    if (!stated.isEmpty() && stated.length() != shape.length) {
      throw new DataException(
          place
              + ": preprocess.dataLayout is "
              + stated
              + ", but records have the shape "
              + Arrays.toString(shape));
    }
    if (shape.length == 2) {
      return new Image(1, shape[0], shape[1], "HW");
    }
    if (shape.length == 3
        && (stated.equals("HWC")
            || stated.isEmpty() && channels(shape[2]) && !channels(shape[0]))) {
      return new Image(shape[2], shape[0], shape[1], "HWC");
    }
    if (shape.length == 3 && (stated.equals("CHW") || stated.isEmpty() && channels(shape[0]))) {
      return new Image(shape[0], shape[1], shape[2], "CHW");
    }
    return new Image(1, 1, Dims.size(shape), "HW");
  }

  private static boolean channels(int size) {
    return size == 1 || size == 3 || size == 4;
  }

  private static Geometry with(Image image, String order, int[] dims) {
    return new Geometry(
        new int[] {image.channels, image.height, image.width},
        image.strides(image.order()),
        image.strides(order),
        dims);
  }

  /** Sizes after the first axis; -1 where the model leaves them open. */
  private static int[] wanted(ValueInfo input) {
    return input.dims().stream()
        .skip(1)
        .mapToInt(d -> d.size() > 0 && d.size() < 1 << 30 ? (int) d.size() : -1)
        .toArray();
  }

  private static boolean matches(int[] wanted, int[] dims) {
    boolean same = wanted.length == dims.length;
    for (int i = 0; same && i < dims.length; i++) {
      same = wanted[i] == -1 || wanted[i] == dims[i];
    }
    return same;
  }

  /**
   * {@code dims} with axes of size 1 put in or left out so that they match; null where that cannot
   * be.
   */
  private static int @Nullable [] spread(int[] wanted, int[] dims) {
    int[] bare = Arrays.stream(dims).filter(d -> d != 1).toArray();
    int[] out = new int[wanted.length];
    int next = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == 1) {
        out[i] = 1;
      } else if (next < bare.length && (wanted[i] == -1 || wanted[i] == bare[next])) {
        out[i] = bare[next++];
      } else {
        return null;
      }
    }
    return next == bare.length ? out : null;
  }

  /** All elements on the one axis that is not of size 1; null where there is no such axis. */
  private static int @Nullable [] flat(int[] wanted, int count) {
    int[] out = new int[wanted.length];
    int long_ = 0;
    for (int i = 0; i < wanted.length; i++) {
      boolean one = wanted[i] == 1;
      out[i] = one ? 1 : count;
      long_ += one ? 0 : wanted[i] == -1 || wanted[i] == count ? 1 : 2;
    }
    return long_ == 1 || long_ == 0 && count == 1 ? out : null;
  }

  private static DataException misfit(int[] shape, Image image, ValueInfo input, String place) {
    int[] wanted = wanted(input);
    String remedy = "choose other columns or arrays under `inputs:`, or another model";
    if (shape.length >= 2 && wanted.length == 3) {
      boolean last = channels(wanted[2]) && !channels(wanted[0]);
      int channels = last ? wanted[2] : wanted[0];
      int height = last ? wanted[0] : wanted[1];
      int width = last ? wanted[1] : wanted[2];
      String resize =
          height == image.height && width == image.width
              ? ""
              : "resize: [" + height + ", " + width + "]";
      String grey = channels == image.channels ? "" : "channels: " + channels;
      String both = resize.isEmpty() || grey.isEmpty() ? resize + grey : resize + ", " + grey;
      remedy =
          both.isEmpty()
              ? "name `preprocess: {dataLayout: …, layout: …}`"
              : "say `preprocess: {" + both + "}`";
    }
    return new DataException(
        place
            + ": records have the shape "
            + Arrays.toString(shape)
            + ", but the model's input "
            + input.name()
            + " takes "
            + input.dims()
            + " (records along the first axis); "
            + remedy);
  }
}
