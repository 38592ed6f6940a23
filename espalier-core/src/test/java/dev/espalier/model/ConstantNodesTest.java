package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConstantNodesTest {
  @Test
  void everyFormOfNumberBecomesAnInitializer() {
    Graph graph =
        tidied(
            Map.of(),
            constant(
                "t", "value", new Attribute.TensorValue(Tensor.floats(new float[] {1, 2}, 1, 2))),
            constant("f", "value_float", new Attribute.FloatValue(0.5f)),
            constant("fs", "value_floats", new Attribute.Floats(List.of(1f, 3f))),
            constant("i", "value_int", new Attribute.IntValue(7)),
            constant("is", "value_ints", Attribute.Ints.of(4, 5)),
            Node.of("Sum", "sum", List.of("x", "t", "f", "fs", "i", "is"), List.of("y")));
    assertEquals(List.of("sum"), graph.nodes().stream().map(Node::name).toList());
    assertEquals(Set.of("t", "f", "fs", "i", "is"), graph.initializers().keySet());
    assertArrayEquals(new int[] {1, 2}, graph.initializers().get("t").dims());
    assertEquals(Tensor.floats(new float[] {0.5f}), graph.initializers().get("f"));
    assertEquals(Tensor.floats(new float[] {1, 3}, 2), graph.initializers().get("fs"));
    assertEquals(Tensor.longs(new long[] {7}), graph.initializers().get("i"));
    assertEquals(Tensor.vector(4, 5), graph.initializers().get("is"));
  }

  @Test
  void stringsAndForeignConstantsAndOutputsStay() {
    Tensor text = new Tensor(DType.STRING, new int[0], ByteBuffer.allocate(0));
    Node foreign =
        new Node(
            "d",
            "my.ops",
            "Constant",
            List.of(),
            List.of("d"),
            Map.of("value_int", new Attribute.IntValue(1)),
            new byte[0]);
    Graph graph =
        tidied(
            Map.of(),
            constant("a", "value_string", new Attribute.StringValue("s")),
            constant("b", "value", new Attribute.TensorValue(text)),
            foreign,
            constant("y", "value_int", new Attribute.IntValue(1)));
    assertEquals(4, graph.nodes().size());
    assertTrue(graph.initializers().isEmpty());
  }

  @Test
  void readersOfAnIdentityReadTheConstant() {
    Tensor w = Tensor.vector(1, 2);
    Graph graph =
        tidied(
            Map.of("w", w, "spare", Tensor.vector(9)),
            Node.of("Identity", "i1", List.of("w"), List.of("w1")),
            Node.of("Identity", "i2", List.of("w1"), List.of("w2")),
            Node.of("Identity", "i3", List.of("x"), List.of("x1")),
            Node.of("Add", "add", List.of("x1", "w2"), List.of("v")),
            Node.of("Identity", "i4", List.of("w"), List.of("y")));
    assertEquals(List.of("i3", "add", "i4"), graph.nodes().stream().map(Node::name).toList());
    assertEquals(List.of("x1", "w"), graph.nodes().get(1).inputs());
    assertEquals(Set.of("w", "spare"), graph.initializers().keySet());
  }

  private static Node constant(String name, String key, Attribute value) {
    return Node.of("Constant", name, List.of(), List.of(name)).withAttribute(key, value);
  }

  private static Graph tidied(Map<String, Tensor> initializers, Node... nodes) {
    return ConstantNodes.toInitializers(TinyModels.of(initializers, nodes)).graph();
  }
}
