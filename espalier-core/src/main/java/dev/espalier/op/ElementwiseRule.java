package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Operators that work on each element alone, with operands broadcast to the output. */
final class ElementwiseRule implements OpRule {
  /** Found between a Shape and what its sizes are for. */
  private static final Set<String> LENGTHS =
      Set.of("Add", "Cast", "Div", "Equal", "Identity", "Max", "Min", "Mod", "Mul", "Sub", "Where");

  private static final Set<String> JUMPS =
      Set.of("Ceil", "Floor", "Mod", "Round", "Sign", "ThresholdedRelu");

  /** What ONNX Runtime makes of several. */
  private static final Set<String> FUSED =
      Set.of(
          "com.microsoft.BiasGelu",
          "com.microsoft.FastGelu",
          "com.microsoft.Gelu",
          "com.microsoft.QuickGelu");

  @Override
  public Set<String> operators() {
    Set<String> all = new HashSet<>(OperatorFamilies.ELEMENTWISE);
    all.addAll(FUSED);
    return all;
  }

  @Override
  public Set<Trait> traits(String op) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (LENGTHS.contains(op)) {
      traits.add(Trait.LENGTHS);
    }
    if (JUMPS.contains(op)) {
      traits.add(Trait.JUMPS);
    }
    if (OperatorFamilies.SAME_ELEMENTS.contains(op)) {
      traits.add(Trait.MOVES_ELEMENTS);
    }
    if (operand(op, 1) == Operand.SLOPE) {
      traits.add(Trait.WEIGHTED);
    }
    return traits;
  }

  @Override
  public Operand operand(String op, int input) {
    return switch (op) {
      case "Add", "Sub", "Sum", "com.microsoft.BiasGelu", "com.microsoft.FastGelu" -> Operand.TERM;
      case "Mul", "Div" -> Operand.FACTOR;
      case "PRelu" -> Operand.SLOPE;
      default -> Operand.FIXED;
    };
  }

  private Role role(String op) {
    return switch (operand(op, 1)) {
      case FACTOR, SLOPE -> Role.SCALES;
      default -> Role.SHIFTS;
    };
  }

  @Override
  public void couple(Node node, Ties ties) {
    String y = node.output(0);
    for (String input : node.inputs()) {
      if (!input.isEmpty()) {
        Broadcast.tie(input, y, ties);
        Broadcast.parameter(input, role(node.qualified()), ties);
      }
    }
    for (int i = 1; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        ties.tieAll(node.output(i), y);
      }
    }
  }
}
