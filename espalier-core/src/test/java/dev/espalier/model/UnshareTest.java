package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnshareTest {
  private static final Tensor VECTOR = Tensor.floats(new float[] {1, 1}, 2);
  private static final Tensor BIAS = Tensor.floats(new float[] {1, 2}, 2);
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

  /** What differs is a parameter, of any number of axes; what does not is none. */
  @Test
  void whatDiffersStaysOne() {
    Tensor ones = Tensor.floats(new float[] {1, 1, 1, 1}, 2, 2);
    Graph graph =
        unshared(
            Map.of("b", BIAS, "o", ones),
            Node.of("Add", "n1", List.of("x", "b"), List.of("v1")),
            Node.of("Add", "n2", List.of("v1", "b"), List.of("v2")),
            Node.of("Mul", "n3", List.of("v2", "o"), List.of("v3")),
            Node.of("Mul", "n4", List.of("v3", "o"), List.of("y")));
    assertEquals(Set.of("b", "o", "o__2"), graph.initializers().keySet());
    assertEquals(List.of("v1", "b"), graph.nodes().get(1).inputs());
  }

  /** The zero bias of one layer that runs twice is one bias; that of another layer is its own. */
  @Test
  void layersThatShareWeightsShareTheRest() {
    Tensor other = Tensor.floats(new float[] {4, 3, 2, 1}, 2, 2);
    Graph graph =
        unshared(
            Map.of("w", MATRIX, "v", other, "b", VECTOR),
            Node.of("Gemm", "n1", List.of("x", "w", "b"), List.of("v1")),
            Node.of("Gemm", "n2", List.of("v1", "w", "b"), List.of("v2")),
            Node.of("Gemm", "n3", List.of("v2", "v", "b"), List.of("y")));
    assertEquals(List.of("v1", "w", "b"), graph.nodes().get(1).inputs());
    assertEquals(List.of("v2", "v", "b__2"), graph.nodes().get(2).inputs());
  }

  @Test
  void equalCopiesAreOneAgainWhenWritten() {
    Tensor moved = Tensor.floats(new float[] {0, 0}, 2);
    Model apart =
        Unshare.apply(
            TinyModels.of(
                Map.of("b", VECTOR, "w", BIAS, "w__2", BIAS),
                Node.of("Sum", "n1", List.of("x", "b", "w"), List.of("v1")),
                Node.of("Sum", "n2", List.of("v1", "b", "w__2"), List.of("v2")),
                Node.of("Add", "n3", List.of("v2", "b"), List.of("y"))));
    assertEquals(Set.of("b", "b__2", "b__3", "w", "w__2"), apart.graph().initializers().keySet());
    Map<String, Tensor> tuned = new java.util.LinkedHashMap<>(apart.graph().initializers());
    tuned.put("b__3", moved);
    Model whole = Reshared.of(apart.withGraph(apart.graph().withInitializers(tuned)));
    assertEquals(Set.of("b", "b__3", "w", "w__2"), whole.graph().initializers().keySet());
    assertEquals(List.of("v1", "b", "w__2"), whole.graph().nodes().get(1).inputs());
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
