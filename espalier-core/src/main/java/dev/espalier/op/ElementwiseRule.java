package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Operators;
import java.util.Set;

/** Operators that work on each element alone, with operands broadcast to the output. */
final class ElementwiseRule implements OpRule {
  private static final Set<String> SCALING = Set.of("Mul", "Div", "PRelu");

  @Override
  public Set<String> operators() {
    return Operators.ELEMENTWISE;
  }

  @Override
  public void couple(Node node, Ties ties) {
    String y = node.output(0);
    for (String input : node.inputs()) {
      if (!input.isEmpty()) {
        Broadcast.tie(input, y, ties);
        Broadcast.parameter(input, SCALING.contains(node.op()) ? Role.SCALES : Role.SHIFTS, ties);
      }
    }
    for (int i = 1; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        ties.tieAll(node.output(i), y);
      }
    }
  }
}
