package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conv and ConvTranspose: plain, in groups, and one group a channel. */
class ConvRuleTest {
  private static final ConvSpec SAME = ConvSpec.of(Nets.UNITS, 3);

  @Test
  void aPlainConvEndsUnitsAndMakesNew() {
    Coupled net = Coupled.of(Nets.images((g, x) -> g.conv("middle", x, SAME)));
    assertEquals(
        """
        made, 6 units: made by made.weight:0; read by middle.weight:1; shifted by made.bias:0; along made:1
        middle, 6 units: made by middle.weight:0; read by read.weight:1; shifted by middle.bias:0; along middle:1
        read, 4 units, barred (output: is the model's output y): made by read.weight:0; shifted by read.bias:0; along y:1
        barrier output y:1: is the model's output y
        middle sums over made:1
        read sums over middle:1
        """,
        net.text());
    net.cuts("made", "middle");
  }

  @Test
  void aPlainConvTransposeHasItsUnitsOnTheOtherAxis() {
    Coupled net = Coupled.of(Nets.images((g, x) -> g.convTranspose("middle", x, SAME)));
    net.cuts("made", "middle");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by middle.weight:0; shifted by made.bias:0; along made:1",
        net.group("made"));
    assertEquals(
        "middle, 6 units: made by middle.weight:1; read by read.weight:1; shifted by middle.bias:0; along middle:1",
        net.group("middle"));
  }

  /** Each group loses the same, before and behind. */
  @Test
  void groupsStayEquallyWide() {
    Coupled net =
        Coupled.of(Nets.images((g, x) -> g.conv("middle", x, ConvSpec.of(12, 3).groups(3))))
            .cuts("made", "middle");
    assertEquals(
        "made, 2 units: made by made.weight:0(3 times); read by middle.weight:1; "
            + "shifted by made.bias:0(3 times); along made:1(3 times)",
        net.group("made"));
    assertEquals(
        "middle, 4 units: made by middle.weight:0(3 times); read by read.weight:1(3 times); "
            + "shifted by middle.bias:0(3 times); along middle:1(3 times)",
        net.group("middle"));
  }

  @Test
  void groupsOfAConvTransposeStayEquallyWide() {
    Coupled net =
        Coupled.of(
                Nets.images((g, x) -> g.convTranspose("middle", x, ConvSpec.of(12, 3).groups(3))))
            .cuts("made", "middle");
    assertEquals(
        "middle, 4 units: made by middle.weight:1; read by read.weight:1(3 times); "
            + "shifted by middle.bias:0(3 times); along middle:1(3 times)",
        net.group("middle"));
    assertEquals(
        "made, 2 units: made by made.weight:0(3 times); read by middle.weight:0(3 times); "
            + "shifted by made.bias:0(3 times); along made:1(3 times)",
        net.group("made"));
  }

  /** Whole groups where that is finer: six of two channels before, and of two behind. */
  @Test
  void wholeGroupsGo() {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) -> {
                      String wide = g.conv("wide", g.relu(x), ConvSpec.of(12, 1));
                      return g.conv("middle", wide, ConvSpec.of(12, 3).groups(6));
                    }))
            .cuts("made", "wide");
    assertEquals(
        "wide, 6 units: made by wide.weight:0(2 each) middle.weight:0(2 each); "
            + "read by read.weight:1(2 each); shifted by wide.bias:0(2 each) middle.bias:0(2 each); "
            + "along wide:1(2 each) middle:1(2 each)",
        net.group("wide"));
  }

  /** A group of three channels makes one: whole groups alone can go. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groupsThatMakeOneChannelEach(boolean transposed) {
    ConvSpec four = ConvSpec.of(4, 3).groups(4);
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) -> {
                      String wide = g.conv("wide", g.relu(x), ConvSpec.of(12, 1));
                      return transposed
                          ? g.convTranspose("middle", wide, four)
                          : g.conv("middle", wide, four);
                    }))
            .cuts("made", "wide");
    assertTrue(net.group("wide").startsWith("wide, 4 units"), net::text);
  }

  /** The groups behind are the model's outputs and stay, so that equal positions go before. */
  @Test
  void groupsThatAreTheOutput() {
    GraphBuilder g = GraphBuilder.settled("output", 1);
    String x = g.conv("made", g.input("x", 3, Nets.SIDE, Nets.SIDE), ConvSpec.of(12, 3));
    Model model = g.output(g.conv("last", x, ConvSpec.of(12, 1).groups(6)), "y").build();
    Coupled net = Coupled.of(model).cuts("made");
    assertEquals(
        "made, 2 units: made by made.weight:0(6 times); read by last.weight:1; "
            + "shifted by made.bias:0(6 times); along made:1(6 times)",
        net.group("made"));
  }

  @Test
  void oneGroupAChannelPassesUnitsOn() {
    ConvSpec depthwise = SAME.groups(Nets.UNITS);
    Coupled net = Coupled.of(Nets.images((g, x) -> g.conv("middle", x, depthwise))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0 middle.weight:0; read by read.weight:1; "
            + "shifted by made.bias:0 middle.bias:0; along made:1 middle:1",
        net.group("made"));
    net = Coupled.of(Nets.images((g, x) -> g.convTranspose("middle", x, depthwise))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; "
            + "shifted by made.bias:0 middle.bias:0; along middle.weight:0 made:1 middle:1",
        net.group("made"));
  }

  /** Two outputs of one input channel go with it. */
  @Test
  void aDepthwiseConvThatMultipliesChannels() {
    ConvSpec doubled = ConvSpec.of(12, 3).groups(Nets.UNITS);
    Coupled net = Coupled.of(Nets.images((g, x) -> g.conv("middle", x, doubled))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0 middle.weight:0(2 each); read by read.weight:1(2 each); "
            + "shifted by made.bias:0 middle.bias:0(2 each); along made:1 middle:1(2 each)",
        net.group("made"));
  }

  @Test
  void channelsOfOneAxisAndWithoutBias() {
    GraphBuilder g = GraphBuilder.settled("signal", 1);
    String x = g.conv("made", g.input("x", 3, 16), ConvSpec.of(6, 3).stride(2).withoutBias());
    Model model = g.output(g.conv("read", x, ConvSpec.of(4, 5)), "y").build();
    Coupled net = Coupled.of(model).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; along made:1",
        net.group("made"));
  }

  @Test
  void macs() {
    Sizes sizes = Nets.sizes(List.of(1, 6, 4, 4), List.of(8, 3, 3, 3), List.of(1, 8, 2, 2));
    assertEquals(8L * 2 * 2 * 3 * 3 * 3, macs("Conv", sizes));
    sizes = Nets.sizes(List.of(1, 6, 4, 4), List.of(6, 8, 2, 2), List.of(1, 8, 8, 8));
    assertEquals(6L * 4 * 4 * 8 * 2 * 2, macs("ConvTranspose", sizes));
  }

  private static long macs(String op, Sizes sizes) {
    Node node = Node.of(op, "n", List.of("x", "w"), List.of("y"));
    return new ConvRule().macs(node.withAttribute("group", Attributes.of("g", 1).get("g")), sizes);
  }

  /** "com.microsoft.FusedConv" adds a value of the same channels. */
  @Test
  void fusedConv() {
    Coupled net = Coupled.of(dev.espalier.OperatorGraphs.conv()).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0 inner.weight:0; read by inner.weight:1 read.weight:1; "
            + "shifted by made.bias:0 inner.bias:0; along made:1 inner:1",
        net.group("made"));
  }
}
