package dev.espalier.torch;

import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an initializer is to the layer that reads it; decides whether and how it is trained. */
enum Role {
  /** The matrix or kernel of a layer, or another operand of two or more axes. */
  WEIGHT,
  /** Rows picked by index. */
  EMBEDDING,
  /** Added to a layer's result. */
  BIAS,
  /** Multiplied to a normalised value. */
  SCALE,
  /** A running mean. */
  MEAN,
  /** A running variance. */
  VARIANCE,
  /** Not learnt: numbers of formulas, shapes, limits, initial states. */
  CONSTANT;

  private static final Set<String> MOVES =
      Set.of(
          "Slice",
          "Concat",
          "Unsqueeze",
          "Squeeze",
          "Transpose",
          "Reshape",
          "Identity",
          "Cast",
          "Expand",
          "Flatten",
          "Split");
  private static final Set<String> LAYERS =
      Set.of("Conv", "ConvTranspose", "Gemm", "LSTM", "GRU", "RNN");

  /** Operators that normalise. */
  static final Set<String> NORMS =
      Set.of(
          "BatchNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "GroupNormalization");

  private static final Set<String> LEARNT =
      Set.of("MatMul", "Add", "Sub", "Mul", "Div", "PRelu", "Sum", "Einsum");

  /** Larger constants are masks and limits, not weights. */
  private static final float LARGEST = 1e4f;

  /**
   * An initializer's role.
   *
   * @param role what it is
   * @param reader the first node that computes with it, seen through nodes that only move elements
   */
  record Part(Role role, Node reader) {}

  boolean trainable() {
    return this == WEIGHT || this == EMBEDDING || this == BIAS || this == SCALE;
  }

  /** Roles of all float32 initializers that some node reads, in the file's order. */
  static Map<String, Part> of(Model model) {
    Map<String, List<Node>> consumers = model.graph().consumers();
    Map<String, Part> out = new LinkedHashMap<>();
    model
        .graph()
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.type() == DType.FLOAT && consumers.containsKey(name)) {
                Part part = part(name, tensor, consumers);
                if (part != null) {
                  out.put(name, part);
                }
              }
            });
    return out;
  }

  private static @Nullable Part part(
      String value, Tensor tensor, Map<String, List<Node>> consumers) {
    for (Node node : consumers.getOrDefault(value, List.of())) {
      if (node.domain().isEmpty() && MOVES.contains(node.op()) && node.input(0).equals(value)
          || node.is("Concat")) {
        for (String output : node.outputs()) {
          Part part = part(output, tensor, consumers);
          if (part != null) {
            return part;
          }
        }
      } else {
        return new Part(role(node, node.inputs().indexOf(value), tensor), node);
      }
    }
    return null;
  }

  private static Role role(Node node, int input, Tensor tensor) {
    if (!node.domain().isEmpty()) {
      return CONSTANT;
    } else if (LAYERS.contains(node.op())) {
      boolean bias = input == (node.op().matches("LSTM|GRU|RNN") ? 3 : 2);
      boolean peephole = node.is("LSTM") && input == 7;
      return bias ? BIAS : input <= 2 || peephole ? WEIGHT : CONSTANT;
    } else if (NORMS.contains(node.op())) {
      return List.of(CONSTANT, SCALE, BIAS, MEAN, VARIANCE).get(Math.min(input, 4));
    } else if (node.is("Gather")) {
      return input == 0 && tensor.rank() >= 2 ? EMBEDDING : CONSTANT;
    } else if (!LEARNT.contains(node.op()) || tensor.size() == 1 || !moderate(tensor)) {
      return CONSTANT;
    }
    long axes = java.util.Arrays.stream(tensor.dims()).filter(d -> d > 1).count();
    boolean vector = axes <= 1 && !node.is("MatMul");
    boolean factor = node.op().matches("Mul|Div");
    return !vector ? (factor ? CONSTANT : WEIGHT) : factor || node.is("PRelu") ? SCALE : BIAS;
  }

  private static boolean moderate(Tensor tensor) {
    FloatBuffer values = tensor.data().asFloatBuffer();
    while (values.hasRemaining()) {
      float v = values.get();
      if (!(Math.abs(v) <= LARGEST)) {
        return false;
      }
    }
    return true;
  }
}
