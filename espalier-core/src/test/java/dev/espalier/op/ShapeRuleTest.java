package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shape and Size tie nothing; where a number of units gets out of shapes, units are barred. */
class ShapeRuleTest {
  private static String number(GraphBuilder g, String counted) {
    return g.shaped(g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), counted), 1);
  }

  /** Pixels are divided by how many there are: a mean written out. */
  @Test
  void shapeOfSpace() {
    Nets.Middle middle =
        (g, x) -> {
          String side = g.node("Shape", Attributes.of("start", 2, "end", 3), x);
          return g.node("Div", "scaled", Map.of(), x, number(g, side));
        };
    Coupled net = Coupled.of(Nets.images(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 scaled:1",
        net.group("made"));
  }

  /** The number of records and of units is a factor: it would change with a cut. */
  @ParameterizedTest
  @ValueSource(strings = {"Shape", "Size"})
  void aLengthThatGetsOut(String op) {
    Nets.Middle middle =
        (g, x) -> {
          String count = g.node(op, "count", Map.of(), g.node("Relu", Map.of(), x));
          return g.shaped(g.node("Mul", "scaled", Map.of(), x, number(g, count)), -1, 6);
        };
    GraphBuilder g = GraphBuilder.settled("escapes", 1);
    String y = middle.of(g, g.gemm("made", g.input("x", 7), op.equals("Size") ? 6 : 2));
    Coupled net =
        Coupled.of(
            g.output(g.gemm("read", g.shaped(y, -1, op.equals("Size") ? 6 : 2), 4), "y").build());
    net.cuts().barred("made", "count: its length escapes into Gemm read");
  }
}
