package dev.espalier;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Operators that work on each element alone, drawn at random, on values of any size. */
final class Elementwise {
  /** Finite and without jumps for all numbers, or made so by what stands before them. */
  private static final List<String> ANYWHERE =
      List.of(
          "Abs",
          "Atan",
          "Celu",
          "Cos",
          "Elu",
          "Erf",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "LeakyRelu",
          "Mish",
          "Neg",
          "Relu",
          "Selu",
          "Sigmoid",
          "Sin",
          "Softplus",
          "Softsign",
          "Gelu",
          "Tanh",
          "ThresholdedRelu",
          "Dropout",
          "Asinh");

  /** Of numbers between 0 and 1. */
  private static final List<String> WITHIN =
      List.of("Acos", "Asin", "Atanh", "Cosh", "Exp", "Log", "Reciprocal", "Sinh", "Sqrt", "Tan");

  private static final List<String> JUMPS = List.of("Ceil", "Floor", "Round", "Sign");
  private static final List<String> PAIRS =
      List.of("Add", "Sub", "Mul", "Max", "Min", "Mean", "Sum");

  private final GraphBuilder g;
  private final SplittableRandom random;

  Elementwise(GraphBuilder g, SplittableRandom random) {
    this.g = g;
    this.random = random;
  }

  /** Three that read the value alone, one after the other. */
  String alone(String x) {
    String y = like(x, g.node(drawn(ANYWHERE), Map.of(), x));
    String z = like(x, g.node(drawn(WITHIN), Map.of(), within(y)));
    return switch (random.nextInt(3)) {
      case 0 -> g.add(z, like(x, g.node(drawn(JUMPS), Map.of(), y)));
      case 1 -> g.mul(z, like(x, g.node("Acosh", Map.of(), g.add(g.relu(y), scalar(1.5f)))));
      default -> z;
    };
  }

  /** Between 0.2 and 0.8. */
  private String within(String x) {
    String sigmoid = g.node("Sigmoid", Map.of(), x);
    return g.add(g.mul(sigmoid, scalar(0.6f)), scalar(0.2f));
  }

  /** One that reads a constant besides, along the last axis or for all. */
  String withConstant(String x) {
    int[] shape = g.shape(x);
    int[] rest = new int[shape.length - 1];
    java.util.Arrays.fill(rest, 1);
    rest[shape.length == 3 ? 1 : 0] = shape[shape.length == 3 ? 2 : 1];
    String row = g.scale(g.unused("row"), rest);
    return switch (random.nextInt(7)) {
      case 0 -> like(x, g.node("PRelu", Map.of(), x, row));
      case 1 -> like(x, g.node("Div", Map.of(), x, scalar(1.5f)));
      case 2 -> like(x, g.node("Pow", Map.of(), within(x), scalar(2)));
      case 3 -> like(x, g.node("Clip", Map.of(), x, scalar(-1), scalar(1)));
      case 4 -> like(x, g.node("Mod", Attributes.of("fmod", 1), x, scalar(3)));
      case 5 -> like(x, g.node("CastLike", Map.of(), x, row));
      default -> like(x, g.node(drawn(PAIRS), Map.of(), x, row));
    };
  }

  /** Values picked by what they are compared with. */
  String compared(String x) {
    String other = g.node("Neg", Map.of(), x);
    String op = drawn(List.of("Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal"));
    String which =
        op.equals("Equal")
            ? like(x, g.node(op, Map.of(), whole(x), whole(other)))
            : like(x, g.node(op, Map.of(), x, scalar(0.1f)));
    String odd = like(x, g.node(drawn(List.of("IsNaN", "IsInf")), Map.of(), x));
    String both =
        like(
            x,
            g.node(
                drawn(List.of("And", "Or", "Xor")),
                Map.of(),
                which,
                like(x, g.node("Not", Map.of(), odd))));
    return like(x, g.node("Where", Map.of(), both, x, g.mul(other, scalar(0.5f))));
  }

  private String whole(String x) {
    Map<String, Attribute> to = Attributes.of("to", DType.INT32.onnx());
    return like(x, g.node("Cast", to, x));
  }

  private String scalar(float value) {
    return g.constant(g.unused("number"), Tensor.floats(new float[] {value}));
  }

  private String drawn(List<String> operators) {
    return operators.get(random.nextInt(operators.size()));
  }

  private String like(String x, String y) {
    return g.shaped(y, g.shape(x));
  }
}
