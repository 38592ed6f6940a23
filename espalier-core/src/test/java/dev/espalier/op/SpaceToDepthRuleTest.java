package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import org.junit.jupiter.api.Test;

/** "SpaceToDepth": the channels that one becomes go with it. */
class SpaceToDepthRuleTest {
  @Test
  void aChannelAtEqualDistances() {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) ->
                        g.shaped(
                            g.node("SpaceToDepth", "deep", Attributes.of("blocksize", 2), x),
                            -1,
                            4 * Nets.UNITS,
                            Nets.SIDE / 2,
                            Nets.SIDE / 2)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(4 times); "
            + "shifted by made.bias:0; along made:1 deep:1(4 times)",
        net.group("made"));
  }
}
