package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import org.junit.jupiter.api.Test;

/** Concat: units stand one behind the other, or side by side along another axis. */
class ConcatRuleTest {
  private static String other(GraphBuilder g, int channels) {
    return g.conv("other", "x", ConvSpec.of(channels, 3));
  }

  @Test
  void alongTheUnits() {
    Coupled net =
        Coupled.of(Nets.images((g, x) -> g.concat(1, x, other(g, 4), x))).cuts("made", "other");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(0-5@0 0-5@10); "
            + "shifted by made.bias:0; along made:1 concat_2:1(0-5@0 0-5@10)",
        net.group("made"));
    assertEquals(
        "other, 4 units: made by other.weight:0; read by read.weight:1(6-9); "
            + "shifted by other.bias:0; along other:1 concat_2:1(6-9)",
        net.group("other"));
  }

  @Test
  void countedFromTheEnd() {
    Nets.Middle middle =
        (g, x) -> {
          String both = g.node("Concat", "both", Attributes.of("axis", -3), other(g, 4), x);
          return g.shaped(both, -1, 10, Nets.SIDE, Nets.SIDE);
        };
    Coupled net = Coupled.of(Nets.images(middle)).cuts("made", "other");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(4-9); "
            + "shifted by made.bias:0; along made:1 both:1(4-9)",
        net.group("made"));
  }

  /** Constant channels stay where they are. */
  @Test
  void withAConstant() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      String one = g.shaped(g.mul(x, g.scalar("none", 0)), -1, 6);
                      return g.concat(1, one, x);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(2 times); "
            + "shifted by made.bias:0; along made:1 mul_1:1 concat_2:1(2 times)",
        net.group("made"));
  }

  /** Images side by side: their channels are one. */
  @Test
  void alongSpace() {
    Coupled net = Coupled.of(Nets.images((g, x) -> g.concat(3, x, other(g, 6)))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0 other.weight:0; read by read.weight:1; "
            + "shifted by made.bias:0 other.bias:0; along made:1 other:1 concat_2:1",
        net.group("made"));
  }

  /** Along the batch, whose length is not known: nothing is counted there. */
  @Test
  void alongTheBatch() {
    Coupled net = Coupled.of(Nets.dense((g, x) -> g.shaped(g.concat(0, x, x), -1, 6))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 concat_1:1",
        net.group("made"));
  }
}
