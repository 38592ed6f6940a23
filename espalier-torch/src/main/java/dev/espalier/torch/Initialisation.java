package dev.espalier.torch;

import dev.espalier.model.Dims;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.Trait;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Random weights to train from.
 *
 * <p>Convolutions: normal, variance 2 / fan-in (He et al. 2015). Matrices: uniform within √(6 /
 * (fan-in + fan-out)) (Glorot and Bengio 2010). Recurrent layers: uniform within 1 / √hidden.
 * Embeddings: normal, deviation 0.05. Scales and running variances 1, biases and running means 0.
 */
final class Initialisation {
  private static final double EMBEDDING_DEVIATION = 0.05;

  private Initialisation() {}

  /** The model with all trained weights and running statistics drawn anew. */
  static Model fresh(Model model, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    ParameterRole.of(model)
        .forEach(
            (name, part) -> {
              if (part.role() != ParameterRole.CONSTANT) {
                weights.computeIfPresent(
                    name, (n, old) -> drawn(part, old.dims(), random).as(old.type()));
              }
            });
    return model.withGraph(model.graph().withInitializers(weights));
  }

  private static Tensor drawn(ParameterRole.Part part, int[] dims, SplittableRandom random) {
    Node node = part.reader();
    boolean recurrent = Trait.RECURRENT.of(node);
    return switch (part.role()) {
      case SCALE, VARIANCE -> filled(dims, () -> node.is("PRelu") ? 0.25 : 1);
      case EMBEDDING -> filled(dims, () -> EMBEDDING_DEVIATION * random.nextGaussian());
      case BIAS, WEIGHT -> {
        if (recurrent) {
          double bound =
              1 / Math.sqrt(Math.max(1, node.intAttr("hidden_size", dims[dims.length - 1])));
          yield filled(dims, () -> random.nextDouble(-bound, bound));
        }
        yield part.role() == ParameterRole.BIAS
            ? filled(dims, () -> 0)
            : weight(node, dims, random);
      }
      default -> filled(dims, () -> 0);
    };
  }

  private static Tensor weight(Node node, int[] dims, SplittableRandom random) {
    if (node.is("Conv") || node.is("ConvTranspose")) {
      int taps = Dims.size(Arrays.copyOfRange(dims, 2, dims.length));
      long fanIn =
          node.is("Conv")
              ? (long) dims[1] * taps
              : Math.max(1, (long) dims[0] * taps / node.intAttr("group", 1));
      double deviation = Math.sqrt(2.0 / fanIn);
      return filled(dims, () -> deviation * random.nextGaussian());
    } else if (node.is("Add") || node.is("Sub")) {
      return filled(dims, () -> EMBEDDING_DEVIATION * random.nextGaussian());
    }
    int columns = dims[dims.length - 1];
    double bound = Math.sqrt(6.0 / (Dims.size(dims) / Math.max(1, columns) + columns));
    return filled(dims, () -> random.nextDouble(-bound, bound));
  }

  private static Tensor filled(int[] dims, DoubleSupplier source) {
    float[] values = new float[Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) source.getAsDouble();
    }
    return Tensor.floats(values, dims);
  }
}
