package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnshareTest {
  private static final Tensor VECTOR = Tensor.floats(new float[] {1, 2}, 2);
  private static final Tensor MATRIX = Tensor.floats(new float[] {1, 2, 3, 4}, 2, 2);
  private static final Tensor INDICES = Tensor.longs(new long[] {0, 1}, 1, 2);

  @Test
  void everyFurtherReaderGetsItsOwnVector() {
    Graph graph =
        unshared(
            Map.of("b", VECTOR, "b__2", VECTOR),
            Node.of("Add", "n1", List.of("x", "b"), List.of("v1")),
            Node.of("Sum", "n2", List.of("v1", "b", "b"), List.of("v2")),
            Node.of("Add", "n3", List.of("v2", "b__2"), List.of("y")));
    assertEquals(List.of("x", "b"), graph.nodes().get(0).inputs());
    assertEquals(List.of("v1", "b__3", "b__4"), graph.nodes().get(1).inputs());
    assertEquals(List.of("v2", "b__2"), graph.nodes().get(2).inputs());
    assertEquals(VECTOR, graph.initializers().get("b__4"));
  }

  /** A name that looks like a copy's and is the file's own is none. */
  @Test
  void saysWhatWasCopied() {
    Map<String, String> copies =
        Unshare.withCopies(
                TinyModels.of(
                    Map.of("b", VECTOR, "b__2", VECTOR),
                    Node.of("Add", "n1", List.of("x", "b"), List.of("v1")),
                    Node.of("Add", "n2", List.of("v1", "b"), List.of("v2")),
                    Node.of("Add", "n3", List.of("v2", "b__2"), List.of("y"))))
            .copies();
    assertEquals(Map.of("b__3", "b"), copies);
  }

  @Test
  void tiedWeightsStayTiedAndIndicesDoNot() {
    Graph graph =
        unshared(
            Map.of("w", MATRIX, "i", INDICES),
            Node.of("MatMul", "n1", List.of("x", "w"), List.of("v1")),
            Node.of("MatMul", "n2", List.of("v1", "w"), List.of("v2")),
            Node.of("Gather", "n3", List.of("v2", "i"), List.of("v3")),
            Node.of("Gather", "n4", List.of("v3", "i"), List.of("y")));
    assertEquals(Set.of("w", "i", "i__2"), graph.initializers().keySet());
    assertEquals(List.of("v3", "i__2"), graph.nodes().get(3).inputs());
  }

  @Test
  void subgraphsKeepTheName() {
    Node branch =
        Node.of("If", "if", List.of("x"), List.of("v1"))
            .withAttribute(
                "then_branch", new Attribute.Opaque(new byte[0], List.of("b"), 0, Set.of()));
    Graph graph =
        unshared(Map.of("b", VECTOR), Node.of("Add", "n", List.of("x", "b"), List.of("y")), branch);
    assertEquals(List.of("x", "b__2"), graph.nodes().get(0).inputs());
    assertEquals(Set.of("b", "b__2"), graph.initializers().keySet());
  }

  private static Graph unshared(Map<String, Tensor> initializers, Node... nodes) {
    return Unshare.apply(TinyModels.of(initializers, nodes)).graph();
  }
}
