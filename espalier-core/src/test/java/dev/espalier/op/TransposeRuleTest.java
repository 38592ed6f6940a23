package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Transpose: units lie along the axis that theirs became. */
class TransposeRuleTest {
  @Test
  void toTheLastAxisAndBack() {
    Coupled net =
        Coupled.of(Nets.images((g, x) -> g.transpose(g.transpose(x, 3, 0, 2, 1), 1, 3, 2, 0)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 transpose_1:3 transpose_2:1",
        net.group("made"));
  }

  /** Without an order the axes are turned round. */
  @Test
  void withoutAnOrder() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> {
                      String turned = g.node("Transpose", "turned", Map.of(), x);
                      String back =
                          g.node(
                              "Transpose",
                              "back",
                              Map.of(),
                              g.node("Relu", "relu", Map.of(), turned));
                      return g.shaped(back, -1, 5, 6);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; "
            + "along made:2 turned:0 relu:0 back:2",
        net.group("made"));
  }
}
