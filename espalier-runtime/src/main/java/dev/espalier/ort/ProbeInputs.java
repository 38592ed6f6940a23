package dev.espalier.ort;

import dev.espalier.files.Limit;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Seeded inputs of any size that a model's signature allows.
 *
 * <p>Floats are standard normal, integers 0 or 1 (valid ids of any embedding of two rows) or, if
 * the model does not run so, 0 (valid places along any axis), booleans false.
 */
public final class ProbeInputs {
  private static final String BATCH = "batch";
  private static final long SEED = 17;

  /** Longer inputs repeat themselves. */
  private static final int MOST_DRAWN = 1 << 22;

  /** Sizes tried for axes that no one has set when a model only has to run. */
  private static final int[] USUAL_SIZES = {128, 224, 64, 32, 16, 512, 256, 8, 1};

  private final List<ValueInfo> inputs;
  private final long seed;
  private final Map<String, Integer> symbols = new LinkedHashMap<>();

  private ProbeInputs(List<ValueInfo> inputs, long seed) {
    this.seed = seed;
    this.inputs = inputs;
    for (ValueInfo input : inputs) {
      for (int axis = 0; axis < input.dims().size(); axis++) {
        if (!input.dims().get(axis).known()) {
          String symbol = symbol(input, axis);
          symbols.putIfAbsent(symbol, symbol.equals(BATCH) ? -1 : free());
        }
      }
    }
  }

  static ProbeInputs of(Graph graph) {
    return of(graph, SEED);
  }

  /** Inputs of this model; the same seed gives the same ones. */
  public static ProbeInputs of(Graph graph, long seed) {
    return new ProbeInputs(graph.dataInputs(), seed);
  }

  /**
   * Whole batches of the records given, one after the other; where there are fewer, one with
   * repetitions. Scalars stay.
   */
  public static List<Map<String, Tensor>> calls(Map<String, Tensor> records, int batch) {
    int n =
        records.values().stream()
            .filter(t -> t.rank() > 0)
            .mapToInt(t -> t.dims()[0])
            .min()
            .orElse(1);
    return IntStream.range(0, Math.max(1, n / batch))
        .mapToObj(call -> repeated(records, call * batch, batch))
        .toList();
  }

  private static Map<String, Tensor> repeated(Map<String, Tensor> records, int from, int batch) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    records.forEach(
        (name, tensor) -> {
          int[] rows = new int[batch];
          Arrays.setAll(rows, i -> tensor.rank() == 0 ? i : (from + i) % tensor.dims()[0]);
          out.put(name, tensor.rank() == 0 ? tensor : tensor.select(0, rows));
        });
    return out;
  }

  /** Bounds of integers to try, each exclusive: 0 alone only if some input has integers. */
  int[] bounds() {
    boolean integers =
        inputs.stream().map(ValueInfo::type).anyMatch(t -> !t.floating() && t != DType.BOOL);
    return integers ? new int[] {2, 1} : new int[] {2};
  }

  /** Whether any axis may have another size. */
  boolean flexible() {
    return !symbols.isEmpty();
  }

  /** Whether the batch may have another size. */
  boolean freeBatch() {
    return symbols.containsKey(BATCH);
  }

  /** The axes of those inputs that have a free batch, with that batch in its place. */
  Map<String, List<ValueInfo.Dim>> atBatch(int batch) {
    Map<String, List<ValueInfo.Dim>> fixed = new LinkedHashMap<>();
    for (ValueInfo input : inputs) {
      List<ValueInfo.Dim> dims = new ArrayList<>(input.dims());
      for (int axis = 0; axis < dims.size(); axis++) {
        if (!dims.get(axis).known() && symbol(input, axis).equals(BATCH)) {
          dims.set(axis, ValueInfo.Dim.of(batch));
          fixed.put(input.name(), dims);
        }
      }
    }
    return fixed;
  }

  /** Whether any axis but the batch may have another size. */
  boolean flexibleBeyondBatch() {
    return free() > 0;
  }

  /**
   * Inputs with {@code batch} records; the k-th further symbol has size {@code first + k * step}.
   *
   * @param step distance between the sizes of two symbols; 0 gives all of them the same
   * @param bound of integers, exclusive
   */
  Map<String, Tensor> draw(int batch, int first, int step, int bound) {
    RandomGenerator random = new SplittableRandom(seed);
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    double sum = 0;
    for (ValueInfo input : inputs) {
      int[] dims = new int[input.dims().size()];
      for (int axis = 0; axis < dims.length; axis++) {
        ValueInfo.Dim dim = input.dims().get(axis);
        int k = dim.known() ? 0 : symbols.getOrDefault(symbol(input, axis), 0);
        dims[axis] = dim.known() ? Math.toIntExact(dim.size()) : k < 0 ? batch : first + k * step;
      }
      sum += bytes(input, dims);
      if (sum > Limit.PROBE_BYTES.value()) {
        throw tooLarge(input, dims, sum, "in bytes, " + Limit.PROBE_BYTES.remedy());
      }
      drawn.put(input.name(), random(input, dims, random, bound));
    }
    return drawn;
  }

  /**
   * Inputs with {@code batch} records that {@code session} runs; the sizes of other free axes are
   * tried out.
   */
  public Map<String, Tensor> drawRunning(Session session, int batch) {
    ModelFormatException first = null;
    int[] sizes = free() == 0 ? new int[] {1} : USUAL_SIZES;
    for (int bound : bounds()) {
      for (int size : sizes) {
        try {
          Map<String, Tensor> drawn = draw(batch, size, 0, bound);
          session.run(drawn);
          return drawn;
        } catch (ModelFormatException e) {
          first = first == null ? e : first;
        }
      }
    }
    throw first == null ? new IllegalStateException("no sizes to try") : first;
  }

  private int free() {
    return symbols.size() - (symbols.containsKey(BATCH) ? 1 : 0);
  }

  /**
   * Axis 0 is the batch, whatever it is called, and so is every other axis that shares its name;
   * where some input has such an axis, a nameless axis 1 behind a fixed axis 0 is the batch too
   * (states of recurrent layers).
   */
  private String symbol(ValueInfo input, int axis) {
    String name = input.dims().get(axis).symbol();
    boolean batch =
        axis == 0
            || (name.isEmpty()
                ? axis == 1 && !leads(input) && inputs.stream().anyMatch(ProbeInputs::leads)
                : inputs.stream().anyMatch(i -> leads(i) && i.dims().get(0).symbol().equals(name)));
    return batch ? BATCH : name.isEmpty() ? input.name() + "#" + axis : "'" + name;
  }

  private static boolean leads(ValueInfo input) {
    return !input.dims().isEmpty() && !input.dims().get(0).known();
  }

  /** Before anything is drawn: the bytes of an input, which one tensor must hold. */
  private static double bytes(ValueInfo input, int[] dims) {
    double bytes = Math.max(1, input.type().bytes());
    for (int size : dims) {
      bytes *= size;
    }
    if (bytes > Integer.MAX_VALUE) {
      throw tooLarge(input, dims, bytes, "one tensor here may have 2 GB");
    }
    return bytes;
  }

  private static ModelFormatException tooLarge(
      ValueInfo input, int[] dims, double bytes, String why) {
    return new ModelFormatException(
        String.format(
            Locale.ROOT,
            "input '%s' of the shape %s takes %.1f GB: %s; export the model with smaller inputs",
            input.name(),
            Arrays.toString(dims),
            bytes / 1e9,
            why));
  }

  private static Tensor random(ValueInfo input, int[] dims, RandomGenerator random, int bound) {
    DType type = input.type();
    if (type == DType.STRING) {
      throw ModelFormatException.texts(input.name());
    }
    if (!OrtValues.feedable(type)) {
      throw new ModelFormatException(
          "input '"
              + input.name()
              + "' has a type that cannot be fed here ("
              + type
              + "); export the model with float32 or integer inputs");
    }
    if (type.floating()) {
      return Tensor.of(type, dims, i -> random.nextGaussian());
    }
    int n = Dims.size(dims);
    ByteBuffer buffer = Tensor.allocate(n * type.bytes());
    int drawn = Math.min(n, MOST_DRAWN);
    for (int i = 0; i < drawn; i++) {
      put(buffer, type, random.nextInt(bound));
    }
    ByteBuffer first = buffer.duplicate().flip();
    while (buffer.hasRemaining()) {
      buffer.put(first.rewind().limit(Math.min(drawn * type.bytes(), buffer.remaining())));
    }
    return new Tensor(type, dims, buffer.flip());
  }

  private static void put(ByteBuffer buffer, DType type, int value) {
    switch (type) {
      case INT64 -> buffer.putLong(value);
      case INT32 -> buffer.putInt(value);
      case INT16 -> buffer.putShort((short) value);
      case INT8, UINT8 -> buffer.put((byte) value);
      default -> buffer.put((byte) 0);
    }
  }
}
