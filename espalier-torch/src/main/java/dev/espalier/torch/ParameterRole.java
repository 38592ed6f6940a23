package dev.espalier.torch;

import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Parameters;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.op.Operand;
import dev.espalier.op.Trait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an initializer is to the layer that reads it; decides whether and how it is trained. */
enum ParameterRole {
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

  /** Larger constants are masks and limits, not weights. */
  private static final double LARGEST = 1e4;

  /**
   * An initializer's role.
   *
   * @param role what it is
   * @param reader the first node that computes with it, seen through nodes that only move elements
   */
  record Part(ParameterRole role, Node reader) {}

  boolean trainable() {
    return this == WEIGHT || this == EMBEDDING || this == BIAS || this == SCALE;
  }

  /** Roles of all floating-point initializers that some node reads, in the file's order. */
  static Map<String, Part> of(Model model) {
    Map<String, List<Node>> consumers = model.graph().consumers();
    Set<Node> views = Set.copyOf(Parameters.views(model.graph()));
    Map<String, Part> out = new LinkedHashMap<>();
    model
        .graph()
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.type().floating() && consumers.containsKey(name)) {
                Part part = part(name, tensor, consumers, views);
                if (part != null) {
                  out.put(name, part);
                }
              }
            });
    return out;
  }

  private static @Nullable Part part(
      String value, Tensor tensor, Map<String, List<Node>> consumers, Set<Node> views) {
    for (Node node : consumers.getOrDefault(value, List.of())) {
      if (Trait.MOVES_ELEMENTS.of(node) && node.input(0).equals(value) || node.is("Concat")) {
        for (String output : node.outputs()) {
          Part part = part(output, tensor, consumers, views);
          if (part != null) {
            return part;
          }
        }
      } else {
        int input = node.inputs().indexOf(value);
        boolean formula = views.contains(node) && inFormula(node, input);
        return new Part(formula ? CONSTANT : role(node, input, tensor), node);
      }
    }
    return null;
  }

  /** Whether a node multiplies a number of a formula that makes a table, such as a frequency. */
  private static boolean inFormula(Node node, int input) {
    return switch (OpRules.standard().operand(node, input)) {
      case MATRIX, FACTOR, SLOPE -> true;
      default -> false;
    };
  }

  private static ParameterRole role(Node node, int input, Tensor tensor) {
    Operand operand = OpRules.standard().operand(node, input);
    return switch (operand) {
      case WEIGHT -> WEIGHT;
      case BIAS -> BIAS;
      case SCALE -> SCALE;
      case MEAN -> MEAN;
      case VARIANCE -> VARIANCE;
      case ROWS -> tensor.rank() >= 2 ? EMBEDDING : CONSTANT;
      case FIXED -> CONSTANT;
      case MATRIX, TERM, FACTOR, SLOPE ->
          tensor.size() == 1 || !moderate(tensor) ? CONSTANT : byAxes(operand, tensor);
    };
  }

  /** What may be a parameter or a number of a formula depends on how many axes it has. */
  private static ParameterRole byAxes(Operand operand, Tensor tensor) {
    boolean vector = java.util.Arrays.stream(tensor.dims()).filter(d -> d > 1).count() <= 1;
    return switch (operand) {
      case TERM -> vector ? BIAS : WEIGHT;
      case FACTOR -> vector ? SCALE : CONSTANT;
      case SLOPE -> vector ? SCALE : WEIGHT;
      default -> WEIGHT;
    };
  }

  private static boolean moderate(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if (!(Math.abs(tensor.number(i)) <= LARGEST)) {
        return false;
      }
    }
    return true;
  }
}
