package dev.espalier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubgraphsTest {
  @Test
  void valuesAreRenamedAtEveryDepth() {
    Attribute.Opaque inner = Subgraphs.of(graph("outer", "y"));
    Node branch =
        Node.of("If", "if", List.of("condition"), List.of("z"))
            .withAttribute("then_branch", inner)
            .withAttribute("else_branch", inner);
    Graph graph =
        new Graph("body", List.of(branch), Map.of(), List.of(), List.of(info("z")), List.of());
    Attribute.Opaque nested = Subgraphs.of(graph);
    assertEquals(List.of("condition", "outer"), nested.captures());
    Attribute.Opaque renamed = Subgraphs.renamed(nested, name -> "a/" + name);
    assertEquals(List.of("a/condition", "a/outer"), renamed.captures());
  }

  private static Graph graph(String reads, String gives) {
    Node node = Node.of("Relu", "relu", List.of(reads), List.of(gives));
    return new Graph("inner", List.of(node), Map.of(), List.of(), List.of(info(gives)), List.of());
  }

  private static ValueInfo info(String name) {
    return new ValueInfo(name, DType.FLOAT, List.of(), false, new byte[0]);
  }
}
