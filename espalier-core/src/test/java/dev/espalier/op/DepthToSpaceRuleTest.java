package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "DepthToSpace": blocks of channels go as a whole. */
class DepthToSpaceRuleTest {
  @ParameterizedTest
  @CsvSource({"CRD, (4 each)", "DCR, (4 times)"})
  void blocksOfChannels(String mode, String place) {
    GraphBuilder g = GraphBuilder.settled("pixels", 1);
    String x = g.conv("made", g.input("x", 3, 8, 8), ConvSpec.of(12, 3));
    String y = g.node("DepthToSpace", "wide", Attributes.of("blocksize", 2, "mode", mode), x);
    String wide = g.shaped(y, -1, 3, 16, 16);
    Model model = g.output(g.conv("read", wide, ConvSpec.of(4, 1)), "y").build();
    Coupled net = Coupled.of(model).cuts("made");
    assertEquals(
        "made, 3 units: made by made.weight:0%s; read by read.weight:1; shifted by made.bias:0%s; along made:1%s wide:1"
            .formatted(place, place, place),
        net.group("made"));
  }
}
