package dev.espalier.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.SharedData;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.Subgraphs;
import dev.espalier.op.OpRules;
import dev.espalier.prepare.Listing;
import dev.espalier.prepare.Prepared;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Operators without a rule multiply too: their MACs are counted, or said to be left out. */
class UncountedTest {
  @Test
  void fusedOperatorsAreCountedByTheirShapes() {
    GraphBuilder g = GraphBuilder.settled("fused", 1);
    String x = g.gemm("first", g.input("x", 7), 6);
    Map<String, Attribute> attributes = Attributes.of("transB", 1, "activation", "Relu");
    String y = g.node("FusedGemm", "fused", attributes, x, g.weight("w", 6, 5, 6), g.bias("b", 5));
    Model plain = g.output(g.shaped(y, -1, 5), "y").build();
    Cost cost = cost(inDomain(plain, "FusedGemm", "com.microsoft"));
    assertEquals(Map.of("first", 7L * 6, "y", 6L * 5), cost.macsByNode(Map.of()));
    assertEquals(List.of(), cost.uncounted());
  }

  /** A branch that multiplies, and one that only adds. */
  @Test
  void bodiesThatMultiplyAreLeftOut() {
    Model model = branching("MatMul");
    assertEquals(List.of("If choice"), Listing.names(cost(model).uncounted()));
    assertEquals(
        "MACs are at least what is stated: how often If choice multiplies cannot be said"
            + " beforehand, and a target in MACs leaves it out",
        Prepared.of(model, "blocks").uncounted());
    Model adding = branching("Add");
    assertEquals(List.of(), cost(adding).uncounted());
    assertEquals("", Prepared.of(adding, "blocks").uncounted());
  }

  /** What depends on the data takes one of two branches. */
  private static Model branching(String op) {
    GraphBuilder g = GraphBuilder.settled("branching", 1);
    String x = g.gemm("first", g.input("x", 6), 6);
    g.weight("w", 6, 6, 6);
    String sum = g.node("ReduceSum", "sum", Attributes.of("keepdims", 0), x);
    String positive = g.node("Greater", "positive", Map.of(), sum, g.scalar("zero", 0));
    Map<String, Attribute> branches =
        Map.of(
            "then_branch",
                Subgraphs.of(branch("then", Node.of(op, "t", List.of(x, "w"), List.of("t")))),
            "else_branch",
                Subgraphs.of(branch("else", Node.of("Relu", "e", List.of(x), List.of("e")))));
    String chosen = g.shaped(g.node("If", "choice", branches, positive), 6, 6);
    return g.output(g.gemm("last", chosen, 4), "y").build();
  }

  private static Graph branch(String name, Node node) {
    return new Graph(
        name,
        List.of(node),
        Map.of(),
        List.of(),
        List.of(ValueInfo.of(node.output(0), DType.FLOAT, Dim.symbol("rows"), Dim.of(6))),
        List.of());
  }

  @Test
  @Tag("slow")
  void lettersOfAnExportedSumAreCounted() {
    Cost cost = cost(OnnxReader.read(SharedData.require("cases/einsum_cost.onnx")));
    assertEquals(101_184, cost.macs());
    assertEquals(List.of(), cost.uncounted());
  }

  private static Cost cost(Model model) {
    return new Cost(Prepared.of(model, "blocks").coupling(), OpRules.standard());
  }

  private static Model inDomain(Model model, String op, String domain) {
    List<Node> nodes =
        model.graph().nodes().stream()
            .map(
                n ->
                    n.is(op)
                        ? new Node(
                            n.name(), domain, op, n.inputs(), n.outputs(), n.attributes(), n.rest())
                        : n)
            .toList();
    return new Model(
        model.graph().withNodes(nodes),
        model.irVersion(),
        Map.of("", model.opset(), domain, 1L),
        model.metadata(),
        model.rest());
  }
}
