package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GatherElements and ScatterElements: units pass where each has indices of its own. */
class ElementsRuleTest {
  /** The largest of each unit over the steps. */
  @Test
  void gatheredOverTheSteps() {
    Coupled net = Coupled.of(Nets.sequences((g, x) -> largest(g, x))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 place:2 largest:2",
        net.group("made"));
  }

  /** The largest of each unit is replaced, or meets what is written there. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "add", "mul", "max", "min"})
  void scatteredOverTheSteps(String reduction) {
    Coupled net =
        Coupled.of(
                Nets.at(
                    18,
                    Nets.sequences(
                        (g, x) -> {
                          String last = largest(g, x);
                          return g.shaped(
                              g.node(
                                  "ScatterElements",
                                  "written",
                                  Attributes.of("axis", -2, "reduction", reduction),
                                  x,
                                  "place",
                                  g.node("Sigmoid", Map.of(), last)),
                              -1,
                              Nets.STEPS,
                              Nets.UNITS);
                        })))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; "
            + "along made:2 place:2 largest:2 sigmoid_3:2 written:2",
        net.group("made"));
  }

  private static String largest(GraphBuilder g, String x) {
    String place = g.node("ArgMax", "place", Attributes.of("axis", 1), x);
    String y = g.node("GatherElements", "largest", Attributes.of("axis", 1), x, place);
    return g.shaped(y, -1, 1, Nets.UNITS);
  }

  @Test
  void unitsThatTheDataChooses() {
    Coupled.of(Nets.sequences((g, x) -> chosen(g, x, 2, Nets.STEPS, 3)))
        .cuts()
        .barred("made", "some: GatherElements finds places along it by number");
  }

  /** The indices know the first units alone. */
  @Test
  void someOfTheUnits() {
    Coupled.of(Nets.sequences((g, x) -> chosen(g, x, 1, 4, 3)))
        .cuts()
        .barred("made", "some: GatherElements reaches a part of it");
  }

  private static String chosen(GraphBuilder g, String x, int axis, int steps, int units) {
    String z = g.input("z", DType.INT64, steps, units);
    return g.shaped(
        g.node("GatherElements", "some", Attributes.of("axis", axis), x, z), -1, steps, units);
  }
}
