package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.OperatorGraphs;
import dev.espalier.model.Attributes;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * "Attention" of the standard, "com.microsoft.MultiHeadAttention" and
 * "com.microsoft.GroupQueryAttention": heads are units.
 */
class AttentionRuleTest {
  /** A head of two in query and key, of three in the values. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void heads(boolean mask) {
    Coupled net = Coupled.of(OperatorGraphs.attention(4, 4, mask)).cuts("made", "q/matmul");
    assertEquals(
        "q/matmul, 4 units: made by q.weight:1(2 each) k.weight:1(2 each) v.weight:1(3 each); "
            + "read by read.weight:0(3 each); "
            + "shifted by q.bias:0(2 each) k.bias:0(2 each) v.bias:0(3 each); along "
            + (mask ? "mask:0 " : "")
            + "q/matmul:2(2 each) q:2(2 each) k/matmul:2(2 each) k:2(2 each) "
            + "v/matmul:2(3 each) v:2(3 each) mix:2(3 each)",
        net.group("q/matmul"));
  }

  /** The two heads of the query that read one head of the keys go with it. */
  @Test
  void headsThatShareKeys() {
    Coupled net = Coupled.of(OperatorGraphs.attention(4, 2, false)).cuts("made", "q/matmul");
    assertTrue(
        net.group("q/matmul").startsWith("q/matmul, 2 units: made by q.weight:1(4 each) k.weight"));
  }

  /** All read the one head of the keys, which stays. */
  @Test
  void headsThatShareOneKey() {
    Coupled.of(OperatorGraphs.attention(4, 1, false))
        .cuts("made", "q/matmul")
        .barred("k/matmul", "mix: Attention multiplies whole heads");
  }

  @Test
  void headsApart() {
    Coupled net = Coupled.of(OperatorGraphs.attentionApart()).cuts("made", "q/matmul");
    assertEquals(4, net.coupling().prunable().get(1).units());
  }

  @Test
  void multiHeadAttention() {
    Coupled net = Coupled.of(OperatorGraphs.multiHead()).cuts("made", "q/matmul");
    assertEquals(4, net.coupling().prunable().get(1).units());
  }

  @Test
  void groupQueryAttention() {
    Coupled net = Coupled.of(OperatorGraphs.groupQuery()).cuts("made", "q/matmul");
    assertEquals(2, net.coupling().prunable().get(1).units());
  }

  /** The same positions of all heads: the products' scale would be another, the values are free. */
  @Test
  void positionsOfHeads() {
    Model model = OperatorGraphs.attention(4, 4, false);
    Coupled net = Coupled.of(model, "positions");
    net.barred(
        "q/matmul",
        "mix: lies inside or around units that are cut whole (Attention factors the axis)");
    assertEquals(3, net.cuts("made", "v/matmul").coupling().prunable().get(1).units());
  }

  /**
   * Two records of five steps: products of queries of 8 with keys, and of these with values of 12.
   */
  @Test
  void macs() {
    Node flat = Node.of("Attention", "n", List.of("x", "w", "v"), List.of("y"));
    Sizes sizes =
        Nets.sizes(
            Map.of(
                "x", List.of(2, 5, 8),
                "w", List.of(2, 7, 8),
                "v", List.of(2, 7, 12),
                "y", List.of(2, 5, 12)));
    assertEquals(2 * 5 * 7 * (8 + 12), OpRules.standard().of(flat).macs(flat, sizes));
    Sizes apart = Nets.sizes(List.of(2, 4, 5, 2), List.of(2, 4, 7, 2), List.of(2, 4, 5, 3));
    assertEquals(2 * 4 * 5 * 7 * (2 + 3), OpRules.standard().of(flat).macs(flat, apart));
  }

  /** Query, key and value in one value. */
  @Test
  void packedValues() {
    Nets.Middle middle =
        (g, x) ->
            g.shaped(
                g.node(
                    "Attention",
                    "mix",
                    Attributes.of("q_num_heads", 3, "kv_num_heads", 3),
                    x,
                    x,
                    x),
                -1,
                Nets.STEPS,
                6);
    Coupled net = Coupled.of(Nets.at(23, Nets.sequences(middle))).cuts("made");
    assertEquals(3, net.coupling().prunable().get(0).units());
  }
}
