package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Reshared;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Folding;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A parameter is cut once and stored once, whoever reads it and in whatever form. */
class SharedParametersTest {
  private static final int STEPS = 5;

  @Test
  void aTableAndItsTransposeAreOne() {
    GraphBuilder g = GraphBuilder.settled("tied", 1);
    Layers layers = new Layers(g);
    String x =
        layers.embedding("tokens", g.input("ids", dev.espalier.model.DType.INT64, STEPS), 50, 8);
    x = g.add(x, g.linear("down", g.relu(g.linear("up", x, 10)), 8));
    String table = g.transpose("tokens.weight", 1, 0);
    Model model = g.output(g.shaped(g.matMul(x, table), -1, STEPS, 50), "y").build();
    Model cut = cut(model, 1);
    assertEquals(
        Set.of("tokens.weight", "up.weight", "up.bias", "down.weight", "down.bias", "y/bias"),
        cut.graph().initializers().keySet());
    assertTrue(cut.graph().nodes().stream().anyMatch(n -> n.is("Transpose")));
  }

  /** ALBERT's twelve layers are one, written twelve times. */
  @Test
  void layersThatRunAgainStayOne() {
    GraphBuilder g = GraphBuilder.settled("albert", 1);
    String x = g.linear("in", g.input("x", STEPS, 6), 8);
    g.weight("up", 8, 10, 8);
    g.weight("down", 10, 8, 10);
    g.bias("up.bias", 10);
    g.bias("down.bias", 8);
    g.scale("norm", 8);
    g.bias("norm.bias", 8);
    for (int i = 0; i < 12; i++) {
      String up = g.matMul(x, g.transpose("up", 1, 0));
      String y = g.relu(g.add(up, g.node("Identity", Map.of(), "up.bias")));
      y = g.add(g.matMul(y, g.transpose("down", 1, 0)), "down.bias");
      x = g.node("LayerNormalization", Attributes.of("axis", -1), g.add(x, y), "norm", "norm.bias");
    }
    Model model = g.output(g.linear("out", x, 4), "y").build();
    Prepared prepared = Prepared.of(model, "blocks");
    assertEquals(Written.parameters(model), prepared.model().parameters());
    Model cut = cut(model, 2);
    assertEquals(
        10, cut.graph().initializers().values().stream().filter(t -> t.rank() > 0).count());
    assertTrue(Written.of(cut).bytes() < Written.of(model).bytes());
  }

  @Test
  void bothBranchesOfATwinHaveTheSameWidths() {
    GraphBuilder g = GraphBuilder.settled("twins", 1);
    g.weight("w", 9, 12, 1, 3, 3);
    g.bias("b", 12);
    g.weight("v", 12, 6, 12, 1, 1);
    String[] sides = new String[2];
    for (int i = 0; i < 2; i++) {
      String x = g.input(i == 0 ? "a" : "c", 1, 6, 6);
      String name = i == 0 ? "b" : g.node("Identity", Map.of(), "b");
      String y = g.shaped(g.node("Conv", Map.of(), x, "w", name), -1, 12, 4, 4);
      sides[i] = g.shaped(g.node("Conv", Map.of(), g.relu(y), "v"), -1, 6, 4, 4);
    }
    String distance = g.node("Abs", Map.of(), g.node("Sub", Map.of(), sides[0], sides[1]));
    Model model = g.output(g.shaped(distance, -1, 6, 4, 4), "y").build();
    Model cut = cut(model, 3);
    List<Node> convolutions = cut.graph().nodes().stream().filter(n -> n.is("Conv")).toList();
    assertEquals(4, convolutions.size());
    assertEquals(
        convolutions.get(0).inputs().subList(1, 3), convolutions.get(2).inputs().subList(1, 3));
    assertEquals(
        convolutions.get(1).inputs().subList(1, 3), convolutions.get(3).inputs().subList(1, 3));
  }

  @Test
  void aMaskIsComputedInTheFileAsItWas() {
    GraphBuilder g = GraphBuilder.settled("mask", 1);
    String x = g.linear("in", g.input("x", 40, 6), 8);
    String ones = g.node("ConstantOfShape", Map.of(), g.vector("size", 40, 40));
    String mask = g.shaped(g.node("Trilu", Map.of(), g.node("Cos", Map.of(), ones)), 40, 40);
    String mixed = g.matMul(g.add(g.matMul(x, g.transpose(x, 0, 2, 1)), mask), x);
    Model model = g.output(g.linear("out", mixed, 4), "y").build();
    Model cut = cut(model, 4);
    assertTrue(cut.graph().nodes().stream().anyMatch(n -> n.is("Trilu")));
    assertTrue(Written.of(cut).bytes() < Written.of(model).bytes());
    assertEquals(6 * 8 + 8 + 8 * 4 + 4, Written.parameters(model));
  }

  /** Of what is computed along units that go, what stays is picked. */
  @Test
  void aComputedConstantAlongUnitsIsCut() {
    GraphBuilder g = GraphBuilder.settled("along", 1);
    String x = g.linear("in", g.input("x", 40, 6), 8);
    String ones = g.node("ConstantOfShape", Map.of(), g.vector("size", 40, 8));
    String table = g.node("Trilu", Map.of(), g.node("Cos", Map.of(), ones));
    String y = g.relu(g.add(x, g.shaped(table, 40, 8)));
    Model model = g.output(g.linear("out", y, 4), "y").build();
    Model cut = cut(model, 5);
    assertTrue(cut.graph().nodes().stream().anyMatch(n -> n.is("Gather")));
  }

  /** Cut at random, with constants folded; certified, and with no more parameters than before. */
  private static Model cut(Model model, long seed) {
    Prepared prepared = Prepared.of(model, "blocks");
    PrunePlan plan = RandomPlan.of(prepared.coupling(), "blocks", seed);
    Coupling folded = Folding.apply(prepared.coupling(), plan, prepared.coupler());
    Model cut = Reshared.of(new Surgeon(OpRules.standard()).apply(folded, plan));
    CertificateRecord certificate = Certificate.check(folded, plan, cut, null);
    assertTrue(certificate.certified(), () -> "seed " + seed + ": " + certificate);
    long before = Written.parameters(model);
    long after = Written.parameters(cut);
    assertTrue(
        plan.isWhole() ? after <= before : after < before,
        () -> "seed " + seed + ": " + before + " parameters became " + after);
    return cut;
  }
}
