package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Reshared;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Folding;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Graphs of thousands of nodes are coupled, cut and certified. No time is asserted, but what grows
 * with the square of the nodes would not end here.
 */
@Tag("slow")
class LargeGraphsTest {
  private static final int NODES = 5000;
  private static final int SUMS = 2000;
  private static final int BRANCHES = 400;
  private static final int WIDTH = 8;

  @Test
  void aChainOfThousandsOfNodes() {
    GraphBuilder g = GraphBuilder.settled("chain", 1);
    String x = g.gemm("first", g.input("x", 6), WIDTH);
    for (int i = 0; i < NODES; i++) {
      x = g.node(i % 2 == 0 ? "Relu" : "Identity", Map.of(), x);
    }
    assertEquals(1, cutToHalf(g.output(g.gemm("last", x, 4), "y").build()));
  }

  @Test
  void oneStreamOfThousandsOfSums() {
    GraphBuilder g = GraphBuilder.settled("sums", 1);
    String first = g.gemm("first", g.input("x", 6), WIDTH);
    String x = first;
    for (int i = 0; i < SUMS; i++) {
      x = g.relu(g.add(x, i % 2 == 0 ? first : g.bias("shift" + i, WIDTH)));
    }
    assertEquals(1, cutToHalf(g.output(g.gemm("last", x, 4), "y").build()));
  }

  @Test
  void hundredsOfGroups() {
    GraphBuilder g = GraphBuilder.settled("wide", 1);
    String x = g.input("x", WIDTH);
    String y = g.gemm("first", x, WIDTH);
    for (int i = 0; i < BRANCHES; i++) {
      y = g.add(y, g.gemm("down" + i, g.relu(g.gemm("up" + i, x, WIDTH)), WIDTH));
    }
    assertEquals(BRANCHES + 1, cutToHalf(g.output(g.gemm("last", y, 4), "y").build()));
  }

  /** {@return how many groups there were} */
  private static int cutToHalf(Model model) {
    Prepared prepared = Prepared.of(model, "blocks");
    Coupling coupling = prepared.coupling();
    PrunePlan plan = RandomPlan.of(coupling, "blocks", 1);
    Coupling folded = Folding.apply(coupling, plan, prepared.coupler());
    Model cut = Reshared.of(new Surgeon(OpRules.standard()).apply(folded, plan));
    CertificateRecord certificate = Certificate.check(folded, plan, cut, null);
    assertTrue(certificate.certified(), certificate.message());
    assertTrue(Written.parameters(cut) < Written.parameters(model));
    return coupling.prunable().size();
  }
}
