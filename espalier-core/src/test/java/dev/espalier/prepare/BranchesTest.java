package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Barrier;
import dev.espalier.coupling.Group;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.Subgraphs;
import dev.espalier.op.OpRules;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Branches of If: taken where the condition is constant, named where they hold weights. */
class BranchesTest {
  private static final int UNITS = 6;

  /** Asks for a rank, as an exporter does that does not know it. */
  private static String rankIs(GraphBuilder g, String x, int rank) {
    String rankOf = g.node("Size", "rank", Map.of(), g.node("Shape", "shape", Map.of(), x));
    return g.node(
        "Equal", "asked", Map.of(), rankOf, g.constant("two", Tensor.longs(new long[] {rank})));
  }

  private static Model model(boolean known, Graph yes, Graph no) {
    GraphBuilder g = GraphBuilder.settled("branching", 1);
    String x = g.gemm("first", g.input("x", 7), UNITS);
    String sum = g.node("ReduceSum", "sum", Attributes.of("keepdims", 0), x);
    String condition =
        known ? rankIs(g, x, 2) : g.node("Greater", "asked", Map.of(), sum, g.scalar("zero", 0));
    Map<String, Attribute> branches = new LinkedHashMap<>();
    branches.put("then_branch", Subgraphs.of(yes));
    branches.put("else_branch", Subgraphs.of(no));
    String chosen = g.shaped(g.node("If", "choice", branches, condition), -1, UNITS);
    return g.output(g.gemm("last", chosen, 4), "y").build();
  }

  private static Graph branch(String result, Map<String, Tensor> weights, Node... nodes) {
    ValueInfo info = ValueInfo.of(result, DType.FLOAT, Dim.symbol("rows"), Dim.of(UNITS));
    return new Graph("branch", List.of(nodes), weights, List.of(), List.of(info), List.of());
  }

  private static Tensor weights() {
    float[] values = new float[UNITS * UNITS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i + 1);
    }
    return Tensor.floats(values, UNITS, UNITS);
  }

  @Test
  void aConstantConditionTakesItsBranch() {
    Graph yes =
        branch(
            "t",
            Map.of("w", weights()),
            Node.of("MatMul", "product", List.of("first", "w"), List.of("p")),
            Node.of("Relu", "", List.of("p"), List.of("t")));
    Graph no = branch("e", Map.of(), Node.of("Neg", "", List.of("first"), List.of("e")));
    Prepared prepared = Prepared.of(model(true, yes, no), "blocks");
    assertEquals(
        List.of("Gemm first", "MatMul choice/product", "Relu choice", "Gemm last"),
        prepared.model().graph().nodes().stream().map(Node::toString).toList());
    assertEquals(
        List.of("first", "choice/product"),
        prepared.coupling().prunable().stream().map(Group::name).toList());
    assertCut(prepared);
  }

  /** A result that the branch does not compute. */
  @Test
  void aBranchMayHandOnItsWeights() {
    Graph yes = branch("w", Map.of("w", Tensor.floats(new float[] {1, 2, 3, 4, 5, 6}, 1, UNITS)));
    Graph no = branch("e", Map.of(), Node.of("Neg", "", List.of("first"), List.of("e")));
    GraphBuilder g = GraphBuilder.settled("handed on", 1);
    String x = g.gemm("first", g.input("x", 7), UNITS);
    Map<String, Attribute> branches = new LinkedHashMap<>();
    branches.put("then_branch", Subgraphs.of(yes));
    branches.put("else_branch", Subgraphs.of(no));
    String chosen = g.node("If", "choice", branches, rankIs(g, x, 2));
    String sum = g.shaped(g.node("Add", Map.of(), x, chosen), -1, UNITS);
    Prepared prepared = Prepared.of(g.output(g.gemm("last", sum, 4), "y").build(), "blocks");
    assertTrue(prepared.model().graph().nodes().stream().noneMatch(n -> n.is("If")));
    assertCut(prepared);
  }

  @Test
  void branchesWithinBranches() {
    Graph inner = branch("i", Map.of(), Node.of("Relu", "", List.of("first"), List.of("i")));
    Graph other = branch("o", Map.of(), Node.of("Neg", "", List.of("first"), List.of("o")));
    Node nested =
        Node.of("If", "nested", List.of("asked"), List.of("n"))
            .withAttribute("then_branch", Subgraphs.of(inner))
            .withAttribute("else_branch", Subgraphs.of(other));
    Graph no = branch("e", Map.of(), Node.of("Neg", "", List.of("first"), List.of("e")));
    Prepared prepared = Prepared.of(model(true, branch("n", Map.of(), nested), no), "blocks");
    assertTrue(prepared.model().graph().nodes().stream().noneMatch(n -> n.is("If")));
    assertTrue(prepared.model().graph().nodes().stream().anyMatch(n -> n.is("Relu")));
    assertCut(prepared);
  }

  @Test
  void bodiesWithWeightsAreNamedAsTheReason() {
    Graph yes =
        branch(
            "t",
            Map.of("w", weights()),
            Node.of("MatMul", "product", List.of("first", "w"), List.of("t")));
    Graph no = branch("e", Map.of(), Node.of("Neg", "", List.of("first"), List.of("e")));
    Prepared prepared = Prepared.of(model(false, yes, no), "blocks");
    Group first = Objects.requireNonNull(prepared.coupling().group("first"));
    assertFalse(first.prunable());
    assertEquals("choice: meets If, whose body holds 36 weights", first.reason());
    assertTrue(
        prepared
            .coupling()
            .barriers()
            .contains(new Barrier("choice", "body", "the body of If holds 36 weights")),
        prepared.coupling().barriers().toString());
  }

  private static void assertCut(Prepared prepared) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    List<Group> groups = new ArrayList<>(prepared.coupling().prunable());
    assertFalse(groups.isEmpty());
    groups.forEach(g -> kept.put(g.name(), new int[] {0, 2, 5}));
    PrunePlan plan = PrunePlan.keeping("blocks", prepared.coupling(), kept);
    Model cut = new Surgeon(OpRules.standard()).apply(prepared.coupling(), plan);
    assertTrue(Certificate.check(prepared.coupling(), plan, cut, null).certified());
  }
}
