package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.OperatorGraphs;
import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** "com.microsoft.Attention", which makes query, key and value itself. */
class PackedAttentionRuleTest {
  @Test
  void heads() {
    Coupled net = Coupled.of(OperatorGraphs.packed()).cuts("made", "mix");
    assertEquals(
        "mix, 4 units: made by qkv.weight:1(2 each, 3 times); read by read.weight:0(2 each); "
            + "shifted by qkv.bias:0(2 each, 3 times); along mix:2(2 each)",
        net.group("mix"));
  }

  /** Heads of 2 in query and key, of 3 in the values. */
  @Test
  void sizesThatAreStated() {
    Coupled net = Coupled.of(OperatorGraphs.packedWithSizes()).cuts("made", "mix");
    assertEquals(4, net.coupling().prunable().get(1).units());
  }

  /** Values may lose positions of each head; then the three sizes are stated. */
  @Test
  void positionsOfHeads() {
    Coupled net = Coupled.of(OperatorGraphs.packed(), "positions").cuts("made", "mix#2");
    assertEquals(2, net.coupling().prunable().get(1).units());
  }

  /** The matrix, products of queries and keys of 8, and of these with values of 12. */
  @Test
  void macs() {
    Node node =
        new Node(
            "n",
            "com.microsoft",
            "Attention",
            List.of("x", "w"),
            List.of("y"),
            Map.of(),
            new byte[0]);
    Sizes sizes = Nets.sizes(List.of(2, 5, 6), List.of(6, 28), List.of(2, 5, 12));
    assertEquals(2 * 5 * (6 * 28 + 5 * (8 + 12)), OpRules.standard().of(node).macs(node, sizes));
  }
}
