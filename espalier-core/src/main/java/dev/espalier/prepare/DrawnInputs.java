package dev.espalier.prepare;

import dev.espalier.data.TokenPart;
import dev.espalier.files.DataException;
import dev.espalier.files.Limit;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Probe;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Records drawn at random for a model of which no inputs are at hand. Floats are normal numbers,
 * and change slowly along axes of space; whole numbers stay within the tables that they index;
 * masks show everything.
 *
 * @param inputs by name, records along axis 0
 * @param kinds what each holds, for a person
 */
public record DrawnInputs(Map<String, Tensor> inputs, Map<String, String> kinds) {
  /** Axes of fewer steps are no space. */
  private static final int SPACE = 8;

  private static final int AT_ONCE = 16;

  /** A row of at least so many numbers is taken as a sound. */
  private static final int SOUND = 512;

  /** More channels than pictures have. */
  private static final int CHANNELS = 4;

  /** Whole numbers that index no table that can be seen are tried below these. */
  private static final int[] TRIED = {100, 2, 1};

  /** Share of the variance that all channels have in common, as those of pictures do. */
  private static final double COMMON = 0.8;

  /** Standard deviations from one end of a range to the other. */
  private static final double SPREAD = 4;

  /**
   * What to draw.
   *
   * @param records how many; 0 for as many as are usual
   * @param low smallest float, where {@code high} is larger; else floats are standard normal
   * @param high largest float
   * @param seed the same one gives the same inputs
   */
  public record Wish(int records, double low, double high, long seed) {
    private static final int USUAL = 600;
    private static final int LEAST = 60;

    /** Of which each of three splits gets some. */
    private static final int FEWEST = 6;

    private static final long BYTES = 256L << 20;

    /**
     * @param bytes of one record
     * @param largest of its inputs, in bytes: an array has less than 2 GiB
     */
    private int count(double bytes, double largest) {
      double most = Math.floor(Integer.MAX_VALUE / Math.max(1, largest));
      double usual = Math.max(LEAST, Math.min(USUAL, BYTES / Math.max(1, bytes)));
      int count = records > 0 ? records : (int) Math.min(most, usual);
      if (count < FEWEST || count > most || bytes * count > Limit.PROBE_BYTES.value()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%,d records of %,.0f bytes are more than is drawn at most (2 GiB an input; in all %s); ask for fewer",
                count,
                bytes,
                Limit.PROBE_BYTES.remedy()));
      }
      return count;
    }
  }

  /**
   * {@return inputs of which the file leaves sizes open beside the records, which were chosen here}
   *
   * @param model that they were drawn for
   */
  public List<String> open(Model model) {
    return model.graph().dataInputs().stream()
        .filter(i -> i.dims().stream().skip(1).anyMatch(dim -> !dim.known()))
        .map(ValueInfo::name)
        .toList();
  }

  /** {@return how many were drawn} */
  public int records() {
    return inputs.values().iterator().next().dims()[0];
  }

  /**
   * {@return inputs that the model runs} {@link DataException} where an input has no axis of
   * records.
   *
   * @param model any model
   * @param wish what to draw
   */
  public static DrawnInputs of(Model model, Wish wish) {
    Shapes shapes = Probe.observe(model);
    List<ValueInfo> inputs = model.graph().dataInputs();
    int fixed = FreeBatch.fixedBatch(model);
    Map<String, int[]> items = new LinkedHashMap<>();
    double bytes = 0;
    double largest = 0;
    for (ValueInfo input : inputs) {
      requireRecords(input, fixed);
      int[] dims = Objects.requireNonNull(shapes.get(input.name())).a();
      int[] item = Arrays.copyOfRange(dims, 1, dims.length);
      items.put(input.name(), item);
      double own = (double) Dims.size(item) * input.type().bytes();
      bytes += own;
      largest = Math.max(largest, own);
    }
    int count = wish.count(bytes, largest);
    ModelFormatException first = null;
    for (int below : TRIED) {
      DrawnInputs drawn = drawn(model, items, count, below, wish);
      try {
        run(model, drawn, fixed > 0 ? fixed : Math.min(AT_ONCE, count));
        return drawn;
      } catch (ModelFormatException e) {
        first = first == null ? e : first;
      }
    }
    throw Objects.requireNonNull(first);
  }

  private static void requireRecords(ValueInfo input, int fixed) {
    boolean records =
        !input.dims().isEmpty()
            && (!input.dims().get(0).known() || input.dims().get(0).size() == fixed);
    if (!records) {
      throw new DataException(
          "input "
              + input.name()
              + " "
              + input.dims()
              + " has no records along its first axis, so none can be drawn: give it one value for"
              + " good, such as --fix "
              + input.name()
              + "=0");
    }
    if (input.type() == DType.BFLOAT16) {
      throw new DataException(
          "input " + input.name() + " takes bfloat16, which NumPy's files do not hold");
    }
    if (input.type().bytes() == 0) {
      throw ModelFormatException.texts(input.name());
    }
  }

  /** All of them, as many at once as the model takes; the last call is filled with copies. */
  private static void run(Model model, DrawnInputs drawn, int batch) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      for (int from = 0; from < drawn.records(); from += batch) {
        int first = from;
        int[] rows = IntStream.range(first, first + batch).map(i -> i % drawn.records()).toArray();
        Map<String, Tensor> few = new LinkedHashMap<>();
        drawn.inputs.forEach((name, all) -> few.put(name, all.select(0, rows)));
        session.run(few);
      }
    }
  }

  private static DrawnInputs drawn(
      Model model, Map<String, int[]> items, int count, int below, Wish wish) {
    RandomGenerator random = new SplittableRandom(wish.seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Map<String, String> kinds = new LinkedHashMap<>();
    for (ValueInfo input : model.graph().dataInputs()) {
      int[] item = Objects.requireNonNull(items.get(input.name()));
      int[] dims = IntStream.concat(IntStream.of(count), IntStream.of(item)).toArray();
      if (input.type().floating()) {
        if (TokenPart.of(input.name()) == TokenPart.MASK) {
          inputs.put(input.name(), Tensor.of(input.type(), dims, i -> 1));
          kinds.put(input.name(), words(TokenPart.MASK, 1));
          continue;
        }
        int[] space = space(item);
        float[] values = floats(item, space, count, random);
        boolean ranged = wish.high > wish.low;
        Tensor tensor =
            Tensor.of(
                input.type(),
                dims,
                i -> ranged ? within(values[i], wish.low, wish.high) : values[i]);
        inputs.put(input.name(), tensor);
        kinds.put(input.name(), space.length == 0 ? "normal numbers" : "slowly changing numbers");
      } else {
        TokenPart part = TokenPart.of(input.name());
        int ids = table(model.graph(), input.name());
        int open = part == TokenPart.POSITIONS ? Integer.MAX_VALUE : below;
        int limit = ids > 0 ? ids : open;
        inputs.put(input.name(), integers(input.type(), dims, part, limit, random));
        kinds.put(input.name(), words(part, limit));
      }
    }
    return new DrawnInputs(inputs, kinds);
  }

  private static int table(Graph graph, String input) {
    return Lookups.rows(
        graph,
        input,
        name -> {
          Tensor table = graph.initializers().get(name);
          return table == null ? null : table.dims();
        });
  }

  private static String words(TokenPart part, int limit) {
    return switch (part) {
      case MASK -> "ones: everything is shown";
      case TYPES -> "zeros: one segment";
      case POSITIONS -> "places from 0";
      case IDS -> String.format(Locale.ROOT, "whole numbers below %,d", limit);
    };
  }

  private static Tensor integers(
      DType type, int[] dims, TokenPart part, int limit, RandomGenerator random) {
    int size = Dims.size(dims);
    int last = dims.length > 1 ? dims[dims.length - 1] : 1;
    ByteBuffer out = Tensor.allocate(size * type.bytes());
    for (int i = 0; i < size; i++) {
      long value =
          switch (part) {
            case MASK -> 1;
            case TYPES -> 0;
            case POSITIONS -> i % Math.min(last, limit);
            case IDS -> random.nextInt(limit);
          };
      switch (type.bytes()) {
        case 8 -> out.putLong(value);
        case 4 -> out.putInt((int) value);
        case 2 -> out.putShort((short) value);
        default -> out.put((byte) (type == DType.BOOL ? value & 1 : value));
      }
    }
    return new Tensor(type, dims, out.flip());
  }

  /** Axes of a record along which what lies near is alike: those of a picture, or of time. */
  private static int[] space(int[] item) {
    List<Integer> axes = new ArrayList<>();
    if (item.length == 1 && item[0] >= SOUND) {
      axes.add(0);
    } else if (item.length == 2) {
      int time = item[0] > item[1] ? 0 : 1;
      axes.add(time);
    } else if (item.length >= 3) {
      boolean channelsLast = item[item.length - 1] <= CHANNELS && item[0] > CHANNELS;
      int end = item.length - (channelsLast ? 1 : 0);
      axes.addAll(List.of(end - 2, end - 1));
    }
    return axes.stream().mapToInt(Integer::intValue).filter(a -> item[a] >= SPACE).toArray();
  }

  private static float[] floats(int[] item, int[] space, int count, RandomGenerator random) {
    int size = Dims.size(item);
    float[] all = new float[Math.multiplyExact(count, size)];
    if (space.length == 0) {
      for (int i = 0; i < all.length; i++) {
        all[i] = (float) random.nextGaussian();
      }
      return all;
    }
    Layout layout = new Layout(item, space);
    for (int record = 0; record < count; record++) {
      layout.fill(all, record * size, random);
    }
    return all;
  }

  private static double within(double normal, double low, double high) {
    return low + (high - low) * Math.max(0, Math.min(1, 0.5 + normal / SPREAD));
  }

  /** Where the points of a record lie in space, and in which of its channels. */
  private static final class Layout {
    private final SmoothNoise noise;
    private final int[] point;
    private final int[] channel;
    private final int channels;

    Layout(int[] item, int[] space) {
      int height = space.length == 2 ? item[space[0]] : 1;
      int width = item[space[space.length - 1]];
      int size = Dims.size(item);
      this.noise = new SmoothNoise(height, width);
      this.point = new int[size];
      this.channel = new int[size];
      this.channels = size / (height * width);
      for (int i = 0; i < size; i++) {
        int rest = i;
        int[] at = new int[item.length];
        for (int axis = item.length - 1; axis >= 0; axis--) {
          at[axis] = rest % item[axis];
          rest /= item[axis];
        }
        point[i] = (space.length == 2 ? at[space[0]] * width : 0) + at[space[space.length - 1]];
        for (int axis = 0; axis < item.length; axis++) {
          int here = axis;
          if (IntStream.of(space).noneMatch(s -> s == here)) {
            channel[i] = channel[i] * item[axis] + at[axis];
          }
        }
      }
    }

    void fill(float[] all, int from, RandomGenerator random) {
      float[] common = noise.field(random);
      float[][] own = new float[channels][];
      for (int c = 0; c < channels; c++) {
        own[c] = noise.field(random);
      }
      double shared = channels == 1 ? 0 : Math.sqrt(COMMON);
      double apart = channels == 1 ? 1 : Math.sqrt(1 - COMMON);
      for (int i = 0; i < point.length; i++) {
        all[from + i] = (float) (shared * common[point[i]] + apart * own[channel[i]][point[i]]);
      }
    }
  }
}
