package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoldTest {
  private static final Tensor ONE = Tensor.vector(1);

  @Test
  void computedConstantsTakeTheirNodesPlaces() {
    Graph graph =
        folded(
            Map.of("c", ONE, "r", ONE),
            Node.of("Slice", "n1", List.of("a"), List.of("b")),
            Node.of("Concat", "n2", List.of("b", "b"), List.of("c")),
            Node.of("RandomNormal", "n3", List.of(), List.of("r")),
            Node.of("Sum", "n4", List.of("x", "c", "r"), List.of("y")));
    assertEquals(List.of("n3", "n4"), graph.nodes().stream().map(Node::name).toList());
    assertEquals(Map.of("c", ONE), graph.initializers());
  }

  @Test
  void partlyConstantAndHugeAndEmptyAndOutputNodesStay() {
    Tensor huge =
        new Tensor(DType.INT8, new int[] {(16 << 20) + 1}, ByteBuffer.allocate((16 << 20) + 1));
    Graph graph =
        folded(
            Map.of("s1", ONE, "h", huge, "e", Tensor.longs(new long[0], 0), "y", ONE),
            Node.of("Split", "n1", List.of("a"), List.of("s1", "s2")),
            Node.of("Expand", "n2", List.of("a"), List.of("h")),
            Node.of("NonZero", "n3", List.of("a"), List.of("e")),
            Node.of("Sum", "n4", List.of("s1", "s2", "h", "e"), List.of("y")));
    assertEquals(4, graph.nodes().size());
    assertEquals(Set.of("a"), graph.initializers().keySet());
  }

  private static Graph folded(Map<String, Tensor> constants, Node... nodes) {
    return Fold.apply(TinyModels.of(Map.of("a", ONE), nodes), new Shapes(Map.of(), constants))
        .graph();
  }
}
