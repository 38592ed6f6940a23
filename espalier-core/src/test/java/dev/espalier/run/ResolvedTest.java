package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.Subgraphs;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedTest {
  /** The weights of a layer, read in a branch alone. */
  @Test
  void weightsInsideOfControlFlowAreNamed() {
    GraphBuilder g = GraphBuilder.settled("branched", 1);
    Model plain = g.output(g.softmax(g.gemm("fc", g.input("x", 5), 6), 1), "y").build();
    Graph graph = plain.graph();
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Node layer = nodes.remove(0);
    String out = layer.output(0);
    Node inside =
        new Node(
            "inside",
            layer.domain(),
            layer.op(),
            layer.inputs(),
            List.of("inner"),
            layer.attributes(),
            layer.rest());
    Graph branch =
        new Graph(
            "branch",
            List.of(inside),
            Map.of(),
            List.of(),
            List.of(new ValueInfo("inner", DType.FLOAT, List.of(), false, new byte[0])),
            List.of());
    nodes.add(0, Node.of("ReduceSum", "sum", List.of("x"), List.of("total")));
    nodes.add(1, Node.of("IsNaN", "nan", List.of("total"), List.of("bad")));
    nodes.add(2, Node.of("Squeeze", "flat", List.of("bad"), List.of("condition")));
    nodes.add(
        3,
        Node.of("If", "either", List.of("condition"), List.of(out))
            .withAttribute("then_branch", Subgraphs.of(branch))
            .withAttribute("else_branch", Subgraphs.of(branch)));
    Model model = plain.withGraph(graph.withNodes(nodes).withoutValueInfos());
    Prepared prepared = Prepared.of(model, "blocks");
    String said =
        assertThrows(
                ModelFormatException.class,
                () -> ModelChecks.check(Recipe.defaults(), prepared, Path.of("branched.onnx")))
            .getMessage();
    assertTrue(said.contains("36 of its 36 parameters are read inside the If fc"), said);
  }
}
