package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SameViewsTest {
  private static final Tensor W = Tensor.floats(new float[] {1, 2, 3, 4}, 2, 2);
  private static final Tensor AXIS = Tensor.vector(0);

  @Test
  void whatIsMadeAlikeOfOneParameterIsMadeOnce() {
    Graph graph =
        joined(
            Map.of("w", W, "a", AXIS, "b", AXIS, "c", Tensor.vector(1)),
            Node.of("Unsqueeze", "n1", List.of("w", "a"), List.of("u1")),
            Node.of("Unsqueeze", "n2", List.of("w", "b"), List.of("u2")),
            Node.of("Unsqueeze", "n3", List.of("w", "c"), List.of("u3")),
            Node.of("Neg", "n4", List.of("u2"), List.of("m2")),
            Node.of("Neg", "n5", List.of("u1"), List.of("m1")),
            Node.of("Sum", "n6", List.of("x", "u1", "u2", "u3", "m1", "m2"), List.of("y")));
    assertEquals(List.of("n1", "n3", "n4", "n6"), graph.nodes().stream().map(Node::name).toList());
    assertEquals(List.of("x", "u1", "u1", "u3", "m2", "m2"), graph.nodes().get(3).inputs());
  }

  /** Two parameters that happen to be equal, other attributes, data and the graph's outputs. */
  @Test
  void whatIsNotTheSameStays() {
    Node transpose = Node.of("Transpose", "n3", List.of("w"), List.of("t3"));
    Graph graph =
        joined(
            Map.of("w", W, "w2", W, "s", AXIS),
            Node.of("Transpose", "n1", List.of("w"), List.of("t1")),
            Node.of("Transpose", "n2", List.of("w2"), List.of("t2")),
            transpose.withAttribute("perm", Attribute.Ints.of(0, 1)),
            Node.of("Neg", "n4", List.of("x"), List.of("d1")),
            Node.of("Neg", "n5", List.of("x"), List.of("d2")),
            Node.of("Sum", "n6", List.of("t1", "t2", "t3", "d1", "d2"), List.of("v")),
            Node.of("Transpose", "n7", List.of("w"), List.of("y")));
    assertEquals(7, graph.nodes().size());
  }

  private static Graph joined(Map<String, Tensor> initializers, Node... nodes) {
    return SameViews.joined(TinyModels.of(initializers, nodes)).graph();
  }
}
