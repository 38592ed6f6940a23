package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ArgMax and ArgMin: units pass but where their own numbers are given. */
class ArgMaxRuleTest {
  private static Model along(String op, int axis, boolean keep, int... shape) {
    return Nets.sequences(
        (g, x) -> {
          Map<String, Attribute> how = Attributes.of("axis", axis, "keepdims", keep ? 1 : 0);
          return numbers(g, g.shaped(g.node(op, "place", how, x), shape));
        });
  }

  private static String numbers(GraphBuilder g, String x) {
    return g.shaped(g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), x), g.shape(x));
  }

  @ParameterizedTest
  @CsvSource({"ArgMax, 1", "ArgMin, -2"})
  void overTheSteps(String op, int axis) {
    Coupled net = Coupled.of(along(op, axis, true, -1, 1, Nets.UNITS)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 place:2 cast_2:2",
        net.group("made"));
    net = Coupled.of(along(op, axis, false, -1, Nets.UNITS)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 place:1 cast_2:1",
        net.group("made"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ArgMax", "ArgMin"})
  void overTheUnits(String op) {
    Coupled.of(along(op, 2, true, -1, Nets.STEPS, 1))
        .cuts()
        .barred("made", "place: " + op + " gives a number along it");
  }
}
