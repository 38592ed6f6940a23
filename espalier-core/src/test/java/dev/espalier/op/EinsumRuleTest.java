package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.coupling.Group;
import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Einsum: matrices, heads, experts, ellipses, diagonals and sums of one operand. */
class EinsumRuleTest {
  private static String einsum(GraphBuilder g, String equation, String... operands) {
    return g.node("Einsum", "middle", Attributes.of("equation", equation), operands);
  }

  @Test
  void aMatrixBehindTheValues() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) ->
                        g.shaped(einsum(g, "bsi,io->bso", x, g.weight("w", 6, 6, 8)), -1, 5, 8)))
            .cuts("made", "middle");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by w:0; along made:2", net.group("made"));
    assertEquals(
        "middle, 8 units: made by w:1; read by read.weight:0; along middle:2", net.group("middle"));
  }

  /** The result's axes are those that occur once, in alphabetical order. */
  @Test
  void theResultMayBeImplied() {
    Coupled.of(
            Nets.sequences(
                (g, x) -> g.shaped(einsum(g, "a b i, i o", x, g.weight("w", 6, 6, 8)), -1, 5, 8)))
        .cuts("made", "middle");
  }

  @Test
  void anEllipsisStandsForTheAxesThatPass() {
    Coupled.of(
            Nets.sequences(
                (g, x) ->
                    g.shaped(einsum(g, "...i,oi->...o", x, g.weight("w", 6, 8, 6)), -1, 5, 8)))
        .cuts("made", "middle");
  }

  /** Each of three experts has its matrix; the hidden units of all go together. */
  @Test
  void expertsLoseHiddenUnits() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> {
                      String up =
                          g.shaped(
                              einsum(g, "bsi,eih->bseh", x, g.weight("up", 6, 3, 6, 7)),
                              -1,
                              5,
                              3,
                              7);
                      String down =
                          g.node(
                              "Einsum",
                              "down",
                              Attributes.of("equation", "bseh,eho->bso"),
                              g.relu(up),
                              g.weight("down.w", 7, 3, 7, 8));
                      return g.shaped(down, -1, 5, 8);
                    }))
            .cuts("made", "middle", "middle#2", "down");
    assertTrue(net.group("middle#2").contains("made by up:2; read by down.w:1"), net.text());
  }

  /** Scores of queries and keys: the channels of both are one unit, and end in the sum. */
  @Test
  void twoValues() {
    Coupled net =
        Coupled.of(
            Nets.sequences(
                (g, x) -> {
                  String w = g.weight("other.weight", 7, 7, 6);
                  String other = g.shaped(g.node("MatMul", "other", Map.of(), "x", w), -1, 5, 6);
                  return g.shaped(einsum(g, "bqc,bkc->bqk", x, other), -1, 5, 5);
                }));
    net.cuts("made");
  }

  /** What a sum of one operand adds up ends there. */
  @Test
  void oneOperand() {
    Coupled.of(
            Nets.sequences(
                (g, x) ->
                    g.shaped(
                        g.node(
                            "Unsqueeze",
                            "u",
                            Map.of(),
                            einsum(g, "bsi->bs", x),
                            g.vector("u.axes", 2)),
                        -1,
                        5,
                        1)))
        .cuts("made");
  }

  @Test
  void aScaleGoesWithItsUnits() {
    Coupled.of(
            Nets.sequences(
                (g, x) -> g.shaped(einsum(g, "bsi,i->bsi", x, g.scale("s", 6)), -1, 5, 6)))
        .cuts("made");
  }

  @Test
  void diagonalsBar() {
    Coupled.of(
            Nets.sequences(
                (g, x) -> g.shaped(einsum(g, "bsi,ii->bsi", x, g.weight("w", 6, 6, 6)), -1, 5, 6)))
        .cuts()
        .barred("made", "middle: Einsum reads a diagonal along it");
  }

  @Test
  void repeatedOperandsBar() {
    Coupled.of(
            Nets.sequences(
                (g, x) -> g.shaped(einsum(g, "bsi,...i->bsi", x, g.weight("w", 6, 1)), -1, 5, 6)))
        .cuts()
        .barred("made", "middle: Einsum repeats an operand along it");
  }

  @Test
  void macs() {
    EinsumRule rule = new EinsumRule();
    Sizes sizes =
        Nets.sizes(
            Map.of(
                "x", List.of(1, 5, 6), "w", List.of(6, 8), "v", List.of(8, 3), "y", List.of(1, 5)));
    assertEquals(5 * 6 * 8, rule.macs(node("bsi,io->bso", "x", "w"), sizes));
    assertEquals(5 * 6 * 8 + 5 * 8 * 3, rule.macs(node("bsi,io,on->bsn", "x", "w", "v"), sizes));
    assertEquals(5 * 6 * 8, rule.macs(node("...i,io", "x", "w"), sizes));
    assertEquals(0, rule.macs(node("bsi->bs", "x"), sizes), "one operand is only summed");
  }

  @Test
  void constantsAreCarriedWhereTheyMakeABias() {
    EinsumRule rule = new EinsumRule();
    Tensor w = Tensor.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    float[] c = {1, 10};
    assertArrayEquals(
        new float[] {41, 52, 63}, carried(rule, "bk,kn->bn", w, c), "the matrix as it stands");
    Tensor turned = Tensor.floats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    assertArrayEquals(
        new float[] {21, 43, 65}, carried(rule, "...k,nk->...n", turned, c), "and turned");
    assertNull(rule.carried(node("bk,kn->nb", "x", "w"), w, c), "the result's columns come first");
    assertNull(rule.carried(node("bmk,kn->bn", "x", "w"), w, c), "summed over m too");
    assertNull(rule.carried(node("bk,kn", "x", "w"), w, c), "no result is stated");
  }

  private static float[] carried(EinsumRule rule, String equation, Tensor w, float[] c) {
    return Objects.requireNonNull(rule.carried(node(equation, "x", "w"), w, c)).floats();
  }

  private static Node node(String equation, String... inputs) {
    return new Node(
        "n",
        "",
        "Einsum",
        List.of(inputs),
        List.of("y"),
        Attributes.of("equation", equation),
        new byte[0]);
  }

  @Test
  void expertsOfAnExportedMixture() {
    Model model = OnnxReader.read(SharedData.require("cases/moe_einsum.onnx"));
    Coupled net = Coupled.of(model).cuts("node_einsum", "node_einsum_1");
    Group units = Objects.requireNonNull(net.coupling().group("node_einsum"));
    assertEquals(64, units.units());
  }
}
