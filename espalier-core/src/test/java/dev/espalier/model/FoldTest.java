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
    Tensor huge = new Tensor(DType.INT8, new int[] {2000}, ByteBuffer.allocate(2000));
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

  private static final Tensor W = Tensor.floats(new float[] {1, 2, 3, 4}, 2, 2);
  private static final Tensor WT = Tensor.floats(new float[] {1, 3, 2, 4}, 2, 2);

  @Test
  void anotherFormOfAParameterTakesItsPlaceWhereItIsTheOnlyOne() {
    Graph graph =
        folded(
            Map.of("t", WT),
            Node.of("Transpose", "n1", List.of("w"), List.of("t")),
            Node.of("MatMul", "n2", List.of("x", "t"), List.of("y")));
    assertEquals(Map.of("t", WT), graph.initializers());
    assertEquals(1, graph.nodes().size());
  }

  @Test
  void aParameterThatIsReadInTwoFormsStaysOne() {
    Graph graph =
        folded(
            Map.of("t", WT),
            Node.of("MatMul", "n0", List.of("x", "w"), List.of("v")),
            Node.of("Transpose", "n1", List.of("w"), List.of("t")),
            Node.of("MatMul", "n2", List.of("v", "t"), List.of("y")));
    assertEquals(Map.of("w", W), graph.initializers());
    assertEquals(3, graph.nodes().size());
  }

  /** Half precision behind Cast would be twice as large. */
  @Test
  void aNarrowTypeStaysNarrow() {
    Tensor half =
        new Tensor(DType.FLOAT16, new int[] {2}, ByteBuffer.wrap(new byte[] {0, 1, 0, 2}));
    Node cast = Node.of("Cast", "n1", List.of("h"), List.of("f"));
    Model model =
        TinyModels.of(
            Map.of("h", half), cast, Node.of("Add", "n", List.of("x", "f"), List.of("y")));
    Tensor wide = Tensor.floats(new float[] {1, 2}, 2);
    Graph graph = Fold.apply(model, new Shapes(Map.of(), Map.of("f", wide))).graph();
    assertEquals(Set.of("h"), graph.initializers().keySet());
  }

  /** Parts of one matrix that are put together in another order take as much as it did. */
  @Test
  void partsOfAParameterTakeItsPlaceTogether() {
    Tensor row = Tensor.floats(new float[] {1, 2}, 1, 2);
    Tensor second = Tensor.floats(new float[] {3, 4}, 1, 2);
    Graph graph =
        folded(
            Map.of("r", row, "s", second),
            Node.of("Slice", "n1", List.of("w", "a"), List.of("r")),
            Node.of("Slice", "n2", List.of("w", "b"), List.of("s")),
            Node.of("Sum", "n3", List.of("x", "r", "s"), List.of("y")));
    assertEquals(Set.of("r", "s"), graph.initializers().keySet());
  }

  private static Graph folded(Map<String, Tensor> constants, Node... nodes) {
    return Fold.apply(
            TinyModels.of(Map.of("a", ONE, "b", ONE, "w", W), nodes),
            new Shapes(Map.of(), constants))
        .graph();
  }
}
