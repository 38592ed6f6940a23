package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operators on each element: units pass, operands of one shape are one, short ones are repeated.
 */
class ElementwiseRuleTest {
  private static final Map<String, Attribute> TO_FLOAT = Attributes.of("to", DType.FLOAT.onnx());

  private static final byte[] STEPS = {1, 2, 3, 1, 2, 3};

  private static String same(GraphBuilder g, String value) {
    return g.shaped(value, -1, Nets.UNITS);
  }

  private static String node(GraphBuilder g, String op, String... values) {
    return same(g, g.node(op, Map.of(), values));
  }

  private static String numbers(GraphBuilder g, String values) {
    return same(g, g.node("Cast", TO_FLOAT, values));
  }

  /** A second layer on the same input, as wide as the first. */
  private static String other(GraphBuilder g) {
    return g.gemm("other", "x", Nets.UNITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abs",
        "Asinh",
        "Atan",
        "Ceil",
        "Celu",
        "Clip",
        "Cos",
        "Cosh",
        "Dropout",
        "Elu",
        "Erf",
        "Exp",
        "Floor",
        "HardSigmoid",
        "HardSwish",
        "Identity",
        "LeakyRelu",
        "Neg",
        "Relu",
        "Round",
        "Selu",
        "Sigmoid",
        "Sign",
        "Sin",
        "Sinh",
        "Softplus",
        "Softsign",
        "Tanh",
        "ThresholdedRelu"
      })
  void functions(String op) {
    assertPasses(17, (g, x) -> node(g, op, x));
  }

  /** On values between 0 and 1, where all of these are defined. */
  @ParameterizedTest
  @ValueSource(strings = {"Acos", "Asin", "Atanh", "Log", "Reciprocal", "Sqrt", "Tan"})
  void functionsOfAPartOfTheNumbers(String op) {
    assertPasses(17, (g, x) -> node(g, op, node(g, "Sigmoid", x)));
  }

  @Test
  void acosh() {
    assertPasses(17, (g, x) -> node(g, "Acosh", node(g, "Exp", node(g, "Abs", x))));
  }

  @ParameterizedTest
  @CsvSource({"Mish, 18", "Gelu, 20", "Swish, 24"})
  void functionsOfNewerOperatorSets(String op, long opset) {
    assertPasses(opset, (g, x) -> node(g, op, x));
  }

  private static void assertPasses(long opset, Nets.Middle middle) {
    Coupled net = Coupled.of(Nets.at(opset, Nets.dense(middle))).cuts("made");
    String text = net.group("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0",
        text.substring(0, text.indexOf("; along")));
  }

  /** Both layers' units are one. */
  @ParameterizedTest
  @ValueSource(strings = {"Add", "Max", "Mean", "Min", "Mul", "Sub", "Sum"})
  void twoValues(String op) {
    assertTies((g, x) -> node(g, op, x, other(g)));
  }

  @Test
  void twoValuesOfAPartOfTheNumbers() {
    assertTies((g, x) -> node(g, "Div", x, node(g, "Exp", other(g))));
    assertTies((g, x) -> node(g, "Pow", node(g, "Exp", x), other(g)));
    assertTies(
        (g, x) -> same(g, g.node("Mod", Attributes.of("fmod", 1), x, node(g, "Exp", other(g)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Greater", "GreaterOrEqual", "Less", "LessOrEqual"})
  void comparisons(String op) {
    assertTies((g, x) -> numbers(g, node(g, op, x, other(g))));
  }

  @Test
  void equal() {
    assertTies(
        (g, x) -> numbers(g, node(g, "Equal", node(g, "Sign", x), node(g, "Sign", other(g)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"And", "Or", "Xor"})
  void twoTruths(String op) {
    assertTies((g, x) -> numbers(g, node(g, op, positive(g, x), positive(g, other(g)))));
  }

  @Test
  void not() {
    assertPasses(17, (g, x) -> numbers(g, node(g, "Not", positive(g, x))));
  }

  @Test
  void where() {
    assertTies((g, x) -> node(g, "Where", positive(g, x), other(g), node(g, "Neg", x)));
  }

  private static String positive(GraphBuilder g, String x) {
    return node(g, "Greater", x, g.scalar(g.unused("zero"), 0));
  }

  /** Logarithms of negative numbers and of zero. */
  @Test
  void oddNumbers() {
    assertPasses(17, (g, x) -> numbers(g, node(g, "IsNaN", node(g, "Log", x))));
    assertPasses(17, (g, x) -> numbers(g, node(g, "IsInf", node(g, "Log", node(g, "Relu", x)))));
  }

  @Test
  void casts() {
    Map<String, Attribute> whole = Attributes.of("to", DType.INT32.onnx());
    assertPasses(17, (g, x) -> numbers(g, same(g, g.node("Cast", whole, g.add(x, x)))));
    assertPasses(
        17,
        (g, x) -> {
          String like = g.constant("like", Tensor.vector(1));
          return numbers(g, node(g, "CastLike", node(g, "Exp", x), like));
        });
  }

  @Test
  void bitShift() {
    Map<String, Attribute> left = Attributes.of("direction", "LEFT");
    Map<String, Attribute> whole = Attributes.of("to", DType.UINT64.onnx());
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      String bits = same(g, g.node("Cast", whole, node(g, "Exp", x)));
                      Tensor steps = new Tensor(DType.UINT8, new int[] {6}, ByteBuffer.wrap(STEPS));
                      String by = g.node("Cast", "by", whole, g.constant("steps", steps));
                      return numbers(g, same(g, g.node("BitShift", left, bits, same(g, by))));
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0 by:0; "
            + "along made:1 exp_1:1 cast_2:1 bitshift_4:1 cast_5:1",
        net.group("made"));
  }

  private static void assertTies(Nets.Middle middle) {
    Coupled net = Coupled.of(Nets.dense(middle)).cuts("made");
    String text = net.group("made");
    assertEquals(
        "made, 6 units: made by made.weight:0 other.weight:0; read by read.weight:1; "
            + "shifted by made.bias:0 other.bias:0",
        text.substring(0, text.indexOf("; along")));
  }

  /** A parameter's part: what multiplies is a scale, all else a shift; one number is nobody's. */
  @Test
  void parameters() {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) -> {
                      String slopes = g.scale("slopes", Nets.UNITS, 1, 1);
                      String y = g.node("PRelu", "prelu", Map.of(), x, slopes);
                      y = g.node("Mul", "gain", Map.of(), y, g.scale("gains", 1, Nets.UNITS, 1, 1));
                      y = g.node("Sub", "less", Map.of(), y, g.bias("offsets", Nets.UNITS, 1, 1));
                      return g.node("Add", "more", Map.of(), y, g.scalar("one", 1));
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; "
            + "scaled by slopes:0 gains:1; shifted by made.bias:0 offsets:0; "
            + "along made:1 prelu:1 gain:1 less:1 more:1",
        net.group("made"));
  }

  /** One column for each row is repeated: it meets all units and is none of them. */
  @Test
  void aRepeatedOperandTiesNothing() {
    Coupled net = Coupled.of(Nets.dense((g, x) -> g.add(x, g.gemm("single", "x", 1)))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 add_2:1",
        net.group("made"));
    net.barred("single", "add_2: the axis belongs to space, time or batch");
  }

  /** The mask of a Dropout has the units of its value. */
  @Test
  void aSecondOutput() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      g.add(
                          "Dropout",
                          java.util.List.of(x),
                          Map.of(),
                          java.util.List.of("d", "mask"));
                      return g.mul(same(g, "d"), numbers(g, same(g, "mask")));
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 d:1 mask:1 cast_2:1 mul_3:1",
        net.group("made"));
  }

  /**
   * "com.microsoft.BiasGelu", "com.microsoft.FastGelu", "com.microsoft.Gelu" and
   * "com.microsoft.QuickGelu".
   */
  @ParameterizedTest
  @CsvSource({"BiasGelu, true", "FastGelu, true", "Gelu, false", "QuickGelu, false"})
  void fusedGelu(String op, boolean bias) {
    Coupled net = Coupled.of(dev.espalier.OperatorGraphs.gelu(op, bias)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; "
            + (bias ? "shifted by shift:0; " : "")
            + "along made:2 gelu:2",
        net.group("made"));
  }
}
