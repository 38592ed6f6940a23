package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/** Operators that work on each element alone, with operands broadcast to the output. */
final class ElementwiseRule implements OpRule {
  private static final Set<String> SCALING = Set.of("Mul", "Div", "PRelu");

  @Override
  public Set<String> operators() {
    return Set.of(
        "Abs",
        "Acos",
        "Acosh",
        "Add",
        "And",
        "Asin",
        "Asinh",
        "Atan",
        "Atanh",
        "BitShift",
        "Cast",
        "CastLike",
        "Ceil",
        "Celu",
        "Clip",
        "Cos",
        "Cosh",
        "Div",
        "Dropout",
        "Elu",
        "Equal",
        "Erf",
        "Exp",
        "Floor",
        "Gelu",
        "Greater",
        "GreaterOrEqual",
        "HardSigmoid",
        "HardSwish",
        "Identity",
        "IsInf",
        "IsNaN",
        "LeakyRelu",
        "Less",
        "LessOrEqual",
        "Log",
        "Max",
        "Mean",
        "Min",
        "Mish",
        "Mod",
        "Mul",
        "Neg",
        "Not",
        "Or",
        "PRelu",
        "Pow",
        "Reciprocal",
        "Relu",
        "Round",
        "Selu",
        "Sigmoid",
        "Sign",
        "Sin",
        "Sinh",
        "Softplus",
        "Softsign",
        "Sqrt",
        "Sub",
        "Sum",
        "Swish",
        "Tan",
        "Tanh",
        "ThresholdedRelu",
        "Where",
        "Xor");
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
