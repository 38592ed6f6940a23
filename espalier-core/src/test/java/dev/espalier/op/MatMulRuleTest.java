package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MatMul: weights on either side, two values, repeated batches and vectors. */
class MatMulRuleTest {
  private static String product(GraphBuilder g, String a, String b) {
    return g.node("MatMul", "middle", Map.of(), a, b);
  }

  @Test
  void weightsBehindTheValues() {
    Coupled net =
        Coupled.of(
                Nets.sequences((g, x) -> g.shaped(product(g, x, g.weight("w", 6, 6, 8)), -1, 5, 8)))
            .cuts("made", "middle");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by w:0; along made:2", net.group("made"));
    assertEquals(
        "middle, 8 units: made by w:1; read by read.weight:0; along middle:2", net.group("middle"));
  }

  @Test
  void weightsBeforeTheValues() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> {
                      String turned = g.transpose(x, 0, 2, 1);
                      String y = product(g, g.weight("w", 6, 8, 6), turned);
                      return g.transpose(g.shaped(y, -1, 8, 5), 0, 2, 1);
                    }))
            .cuts("made", "middle");
    assertEquals(
        "middle, 8 units: made by w:0; read by read.weight:0; along middle:1 transpose_3:2",
        net.group("middle"));
  }

  /** Both factors are computed, as queries and keys are: what they are summed over is one unit. */
  @Test
  void twoValues() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> {
                      String w = g.weight("other.weight", 7, 7, 6);
                      String other =
                          g.shaped(g.node("MatMul", "other", Map.of(), "x", w), -1, 5, 6);
                      String scores = product(g, x, g.transpose(other, 0, 2, 1));
                      return g.shaped(scores, -1, 5, 5);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1 other.weight:1; along made:2 other:2 transpose_2:1",
        net.group("made"));
  }

  /** Three matrices over one value: the axis of the three is repeated and cannot be cut. */
  @Test
  void repeatedBatches() {
    GraphBuilder g = GraphBuilder.settled("batches", 1);
    String made = g.linear("made", g.input("x", 1, 5, 7), 6);
    String y = g.shaped(product(g, made, g.weight("w", 6, 3, 6, 8)), -1, 3, 5, 8);
    Coupled net = Coupled.of(g.output(g.linear("read", y, 4), "y").build());
    net.cuts("made/matmul", "middle");
    assertEquals(
        "made/matmul, 6 units: made by made.weight:1; read by w:1; shifted by made.bias:0; "
            + "along made/matmul:3 made:3",
        net.group("made/matmul"));
  }

  @Test
  void aVectorBehindTheValues() {
    Coupled net =
        Coupled.of(Nets.sequences((g, x) -> g.shaped(product(g, x, g.weight("w", 6, 6)), -1, 5)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by w:0; along made:2", net.group("made"));
  }

  @Test
  void aVectorBeforeTheValues() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) ->
                        g.shaped(product(g, g.weight("w", 6, 6), g.transpose(x, 0, 2, 1)), -1, 5)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by w:0; along made:2 transpose_1:1",
        net.group("made"));
  }

  @Test
  void macs() {
    Sizes sizes = Nets.sizes(List.of(1, 5, 6), List.of(6, 8), List.of(1, 5, 8));
    Node node = Node.of("MatMul", "n", List.of("x", "w"), List.of("y"));
    assertEquals(5 * 6 * 8, new MatMulRule().macs(node, sizes));
  }

  /** "com.microsoft.FusedMatMul": rows of a transposed matrix make the units. */
  @Test
  void fusedMatMul() {
    Coupled net = Coupled.of(dev.espalier.OperatorGraphs.matMul()).cuts("made", "inner");
    assertEquals(
        "inner, 8 units: made by inner.weight:0; read by read.weight:0; along inner:2 relu_2:2",
        net.group("inner"));
  }
}
