package dev.espalier.prepare;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Seeded inputs that exercise a model where no data is at hand: standard normal floats, valid ids
 * for embeddings.
 */
public final class SampleInputs {
  private SampleInputs() {}

  /**
   * {@return inputs of the sizes observed at setting B (or A), so that a batch of several records
   * is seen where the model allows}
   *
   * @param model any model
   * @param shapes observed of the model
   * @param large whether sizes are those of setting B
   * @param seed of the numbers
   */
  public static Map<String, Tensor> of(Model model, Shapes shapes, boolean large, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : model.graph().dataInputs()) {
      Shapes.Observed shape = shapes.get(input.name());
      if (shape != null) {
        inputs.put(
            input.name(),
            tensor(
                shape.type(),
                large ? shape.b() : shape.a(),
                ids(model.graph(), input.name(), shapes, large),
                random));
      }
    }
    return inputs;
  }

  /** Numbers below this are rows of every table that the input is looked up in. */
  private static int ids(Graph graph, String input, Shapes shapes, boolean large) {
    int rows =
        Lookups.rows(
            graph,
            input,
            name -> {
              Shapes.Observed shape = shapes.get(name);
              return shape == null ? null : large ? shape.b() : shape.a();
            });
    return rows == 0 ? 2 : rows;
  }

  private static Tensor tensor(DType type, int[] dims, int ids, RandomGenerator random) {
    if (type.floating()) {
      return Tensor.of(type, dims, i -> random.nextGaussian());
    }
    int n = Dims.size(dims);
    ByteBuffer data = Tensor.allocate(n * type.bytes());
    for (int i = 0; i < n; i++) {
      switch (type) {
        case INT64, UINT64 -> data.putLong(random.nextInt(ids));
        case INT32, UINT32 -> data.putInt(random.nextInt(ids));
        case INT16, UINT16 -> data.putShort((short) 0);
        default -> data.put((byte) 0);
      }
    }
    return new Tensor(type, dims, data.flip());
  }
}
