package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pad: units pass; what is added before and behind them is counted anew. */
class PadRuleTest {
  private static String pad(GraphBuilder g, String x, long... amounts) {
    return g.node("Pad", "pad", Map.of(), x, g.vector("amounts", amounts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "reflect", "edge"})
  void space(String mode) {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) -> {
                      String amounts = g.vector("amounts", 0, 0, 1, 2, 0, 0, 1, 2);
                      String y = g.node("Pad", "pad", Attributes.of("mode", mode), x, amounts);
                      return g.shaped(y, -1, 6, 10, 12);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 pad:1",
        net.group("made"));
  }

  /** Added units are nobody's and stay, with a value of their own. */
  @Test
  void unitsBeforeAndBehind() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      String amounts = g.vector("amounts", 0, 2, 0, 1);
                      String y = g.node("Pad", "pad", Map.of(), x, amounts, g.scalar("half", 0.5f));
                      return g.shaped(y, -1, 9);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(2-7); "
            + "shifted by made.bias:0; along made:1 pad:1(2-7)",
        net.group("made"));
  }

  /** A shortcut with zeros round it: the other branch makes units where the zeros are. */
  @Test
  void aPaddedShortcut() {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) -> {
                      String wide = g.conv("wide", x, ConvSpec.of(10, 3));
                      String y = pad(g, x, 0, 1, 0, 0, 0, 3, 0, 0);
                      return g.add(wide, g.shaped(y, -1, 10, 8, 8));
                    }))
            .cuts("made", "wide");
    assertEquals(
        "made, 6 units: made by made.weight:0 wide.weight:0(1-6); "
            + "read by wide.weight:1 read.weight:1(1-6); "
            + "shifted by made.bias:0 wide.bias:0(1-6); along made:1 wide:1(1-6) pad:1(1-6) add_3:1(1-6)",
        net.group("made"));
    assertEquals(
        "wide, 4 units: made by wide.weight:0(0@0 1-3@7); read by read.weight:1(0@0 1-3@7); "
            + "shifted by wide.bias:0(0@0 1-3@7); "
            + "along wide:1(0@0 1-3@7) pad:1(0@0 1-3@7) add_3:1(0@0 1-3@7)",
        net.group("wide"));
  }

  @Test
  void amountsAsAnAttribute() {
    Nets.Middle middle =
        (g, x) ->
            g.shaped(
                g.node("Pad", Attributes.of("pads", new int[] {0, 2, 0, 1}, "value", 0.5), x),
                -1,
                9);
    Coupled.of(Nets.at(10, Nets.dense(middle))).cuts("made");
  }

  /** Since operator set 18 the axes may be named. */
  @ParameterizedTest
  @ValueSource(longs = {1, -1})
  void amountsOfNamedAxes(long axis) {
    Nets.Middle middle =
        (g, x) ->
            g.shaped(
                g.node(
                    "Pad",
                    "pad",
                    Map.of(),
                    x,
                    g.vector("amounts", 2, 1),
                    g.scalar("half", 0.5f),
                    g.vector("axes", axis)),
                -1,
                9);
    Coupled.of(Nets.at(18, Nets.dense(middle))).cuts("made");
  }

  @Test
  void unitsThatAreMirrored() {
    Coupled.of(
            Nets.dense(
                (g, x) -> {
                  String amounts = g.vector("amounts", 0, 2, 0, 0);
                  String y = g.node("Pad", "pad", Attributes.of("mode", "reflect"), x, amounts);
                  return g.shaped(y, -1, 8);
                }))
        .cuts()
        .barred("made", "pad: Pad that mirrors or crops");
  }

  @Test
  void unitsThatAreCropped() {
    Coupled.of(Nets.dense((g, x) -> g.shaped(pad(g, x, 0, -1, 0, 0), -1, 5)))
        .cuts()
        .barred("made", "pad: Pad that mirrors or crops");
  }

  /** Space alone is named, and units lose some. */
  @Test
  void amountsOfNamedSpace() {
    Nets.Middle middle =
        (g, x) ->
            g.shaped(
                g.node(
                    "Pad",
                    "pad",
                    Attributes.of("mode", "reflect"),
                    x,
                    g.vector("amounts", 1, 2, 1, 2),
                    "",
                    g.vector("axes", -1, 2)),
                -1,
                6,
                12,
                10);
    Coupled.of(Nets.at(18, Nets.images(middle))).cuts("made");
  }
}
