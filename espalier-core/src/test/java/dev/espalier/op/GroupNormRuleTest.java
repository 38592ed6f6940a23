package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GroupNormalization, as one operator and written out: whole groups, or equal counts in each. */
class GroupNormRuleTest {
  /** The finer of both: three groups of two, or three positions of two groups. */
  @ParameterizedTest
  @CsvSource({"3, 3, (2 each)", "2, 3, (2 times)", "6, 6, ''", "1, 6, ''"})
  void groupNormalization(int groups, int units, String place) {
    Coupled net = Coupled.of(Nets.at(21, Nets.images(norm(groups, 6)))).cuts("made");
    assertEquals(
        "made, %d units: made by made.weight:0%s; read by read.weight:1%s; scaled by scale:0%s; shifted by made.bias:0%s shift:0%s; along made:1%s norm:1%s"
            .formatted(units, place, place, place, place, place, place, place),
        net.group("made"));
  }

  /** Before operator set 21 scale and bias are one number a group, so that whole groups go. */
  @Test
  void groupNormalizationThatScalesGroups() {
    Coupled net = Coupled.of(Nets.at(18, Nets.images(norm(3, 3)))).cuts("made");
    assertEquals(
        "made, 3 units: made by made.weight:0(2 each); read by read.weight:1(2 each); scaled by scale:0; "
            + "shifted by made.bias:0(2 each) shift:0; along made:1(2 each) norm:1(2 each)",
        net.group("made"));
  }

  private static Nets.Middle norm(int groups, int scales) {
    return (g, x) ->
        g.node(
            "GroupNormalization",
            "norm",
            Attributes.of("num_groups", groups),
            x,
            g.scale("scale", scales),
            g.bias("shift", scales));
  }

  /** As torch writes it: Reshape, InstanceNormalization, Reshape, Mul and Add. */
  @ParameterizedTest
  @CsvSource({"3, 3", "2, 3", "1, 6"})
  void writtenOut(int groups, int units) {
    Coupled net = Coupled.of(Nets.images((g, x) -> written(g, x, "", groups, 6))).cuts("made");
    assertEquals(units, net.coupling().prunable().get(0).units());
  }

  private static String written(GraphBuilder g, String x, String name, int groups, int channels) {
    float[] ones = new float[groups];
    java.util.Arrays.fill(ones, 1);
    String apart = g.reshape(x, 0, groups, -1);
    String normal =
        g.node(
            "InstanceNormalization",
            name + "norm",
            Map.of(),
            apart,
            g.constant(name + "ones", Tensor.floats(ones, groups)),
            g.constant(name + "zeros", Tensor.floats(new float[groups], groups)));
    String back = g.node("Reshape", Map.of(), normal, g.node("Shape", Map.of(), x));
    String shaped = g.shaped(back, -1, channels, Nets.SIDE, Nets.SIDE);
    String scaled = g.mul(shaped, g.scale(name + "scale", channels, 1, 1));
    return g.add(scaled, g.bias(name + "shift", channels, 1, 1));
  }

  /**
   * Groups of two and of three channels have no boundary in common but the last, their first
   * channels have: where maps of several widths stand side by side, each group loses as many.
   */
  @Test
  void groupsOfSeveralWidths() {
    GraphBuilder g = GraphBuilder.settled("concat", 1);
    String x = g.input("x", 3, Nets.SIDE, Nets.SIDE);
    String a = written(g, g.conv("a", x, ConvSpec.of(8, 3)), "na.", 2, 8);
    String b = written(g, g.conv("b", x, ConvSpec.of(4, 3)), "nb.", 2, 4);
    String both = written(g, g.concat(1, a, b), "nab.", 2, 12);
    Model model = g.output(g.conv("read", both, ConvSpec.of(4, 1)), "y").build();
    Coupled net = Coupled.of(model).cuts("a");
    assertEquals(2, net.coupling().prunable().get(0).units());
  }
}
