package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.Folding;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** MACs of a detector and its cut, of which each finds another number of boxes. */
class SameLengthsTest {
  private static final long HALF = 4;

  /** A second layer looks at each box that was found. */
  private static Model detector() {
    GraphBuilder g = GraphBuilder.settled("detector", 1);
    String hidden = g.relu(g.linear("hidden", g.input("x", 20, 6), 8));
    String boxes = g.linear("boxes", hidden, 4);
    String raw = g.transpose(g.linear("scores", hidden, 1), 0, 2, 1);
    String mean = g.node("ReduceMean", Attributes.of("axes", new int[] {2}), raw);
    String scores = g.node("Sub", Map.of(), raw, mean);
    String most = g.constant("most", Tensor.longs(new long[] {20}, 1));
    String overlap = g.constant("overlap", Tensor.floats(new float[] {1}, 1));
    String least = g.constant("least", Tensor.floats(new float[] {0}, 1));
    String kept = g.node("NonMaxSuppression", Map.of(), boxes, scores, most, overlap, least);
    String at =
        g.node("Gather", Attributes.of("axis", 1), kept, g.constant("at", Tensor.vector(0, 2)));
    String found = g.shaped(g.node("GatherND", "found", Map.of(), hidden, at), -1, 8);
    return g.output(g.gemm("head", found, 16), "y").build();
  }

  @Test
  void aCutIsCountedByTheLengthsOfTheOriginal() {
    Prepared whole = Prepared.of(detector(), "blocks");
    Coupling coupling = whole.coupling();
    PrunePlan plan =
        PrunePlan.keeping("blocks", coupling, Map.of("hidden/matmul", new int[] {0, 2, 4, 6}));
    Coupling folded = Folding.apply(coupling, plan, whole.coupler());
    Prepared cut = Prepared.of(new Surgeon(OpRules.standard()).apply(folded, plan), "blocks");
    int boxes = coupling.shapes().get("y").a()[0];
    assertTrue(boxes > 0, "nothing is found");
    assertEquals(4, plan.counts().get("hidden/matmul"), coupling.groups()::toString);
    long left = 20 * HALF * (6 + 4 + 1);
    assertEquals(2 * (left + boxes * HALF * 16), macs(whole));
    Prepared others = finding(boxes + 5, cut);
    assertEquals(left + (boxes + 5L) * HALF * 16, macs(others));
    assertEquals(left + boxes * HALF * 16, macs(others.asLongAs(coupling, plan)));
  }

  /** As if another number of boxes had been found when the model was run. */
  private static Prepared finding(int boxes, Prepared cut) {
    Shapes shapes = cut.coupling().shapes();
    Map<String, Shapes.Observed> values = new LinkedHashMap<>(shapes.values());
    for (String value : List.of("found", "y")) {
      Shapes.Observed seen = Objects.requireNonNull(values.get(value));
      values.put(value, new Shapes.Observed(seen.type(), new int[] {boxes, seen.a()[1]}, seen.b()));
    }
    Shapes changed = new Shapes(values, shapes.constants());
    Coupling coupling = cut.coupling().of(cut.model(), changed);
    return new Prepared(cut.original(), coupling, cut.coupler(), cut.integers());
  }

  private static long macs(Prepared prepared) {
    return new Cost(prepared.coupling(), OpRules.standard()).macs();
  }
}
