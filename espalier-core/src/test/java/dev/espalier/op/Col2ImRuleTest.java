package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import org.junit.jupiter.api.Test;

/** "Col2Im": the patches of a channel go as a whole. */
class Col2ImRuleTest {
  @Test
  void blocksOfPatches() {
    GraphBuilder g = GraphBuilder.settled("patches", 1);
    String made = g.conv("made", g.input("x", 3, 16), ConvSpec.of(12, 3));
    String image = g.vector("image", 8, 8);
    String kernel = g.vector("kernel", 2, 2);
    String y =
        g.node("Col2Im", "whole", Attributes.of("strides", new int[] {2, 2}), made, image, kernel);
    g.output(g.conv("read", g.shaped(y, -1, 3, 8, 8), ConvSpec.of(4, 3)), "y");
    Model model = Nets.at(18, g.build());
    Coupled net = Coupled.of(model).cuts("made");
    assertEquals(
        "made, 3 units: made by made.weight:0(4 each); read by read.weight:1; "
            + "shifted by made.bias:0(4 each); along made:1(4 each) whole:1",
        net.group("made"));
  }
}
