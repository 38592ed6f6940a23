package dev.espalier.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.prepare.Prepared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cost says of widths is what the cut model has. */
class CostTest {
  /** Bytes of the integers by which a cut model computes sizes that are known at run time only. */
  private static final long SHAPES = 512;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void predictsParametersAndMacsOfTheCutModel(long seed) {
    for (Model model : Graphs.all(seed)) {
      Prepared prepared = Prepared.of(model, "blocks");
      Coupling coupling = prepared.coupling();
      Map<String, int[]> kept = kept(coupling, seed);
      PrunePlan plan = PrunePlan.keeping("blocks", coupling, kept);
      Map<String, Integer> counts = new LinkedHashMap<>();
      kept.forEach((name, units) -> counts.put(name, units.length));
      Cost cost = new Cost(coupling, OpRules.standard());
      Model cut = new Surgeon(OpRules.standard()).apply(coupling, plan);
      Prepared after = Prepared.of(cut, "blocks");
      String name = model.graph().name();
      assertEquals(new Cost(after.coupling(), OpRules.standard()).macs(), cost.macs(counts), name);
      Cost whole = new Cost(after.coupling(), OpRules.standard());
      assertEquals(
          (double) whole.memory(Map.of()), (double) cost.memory(counts), (double) SHAPES, name);
      assertEquals(
          weights(cut),
          weights(coupling.model()) - (cost.parameters(Map.of()) - cost.parameters(counts)),
          name);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void predictsWhatIsLeftWithoutBlocks(long seed) {
    for (Model model : Graphs.all(seed)) {
      Coupling coupling = Prepared.of(model, "blocks").coupling();
      Map<String, int[]> kept = kept(coupling, seed);
      Map<String, Integer> counts = new LinkedHashMap<>();
      kept.forEach((name, units) -> counts.put(name, units.length));
      Cost cost = new Cost(coupling, OpRules.standard());
      for (ResidualBlock block : coupling.removable()) {
        PrunePlan plan =
            PrunePlan.keeping("blocks", coupling, kept).without(List.of(block.name()), coupling);
        Model cut = new Surgeon(OpRules.standard()).apply(coupling, plan);
        Cost after = new Cost(Prepared.of(cut, "blocks").coupling(), OpRules.standard());
        Map<String, Integer> without = new LinkedHashMap<>(counts);
        without.put(block.name(), 0);
        assertEquals(after.macs(), cost.macs(without), model.graph().name());
        assertTrue(after.macs() < cost.macs(counts), model.graph().name());
        assertEquals(weights(cut), cost.parameters(without), model.graph().name());
        assertEquals(
            (double) after.memory(Map.of()),
            (double) cost.memory(without),
            (double) SHAPES,
            model.graph().name());
      }
    }
  }

  /**
   * x (6 floats) → first (4) → relu; x → skip (4); their sum → out (2). While relu or skip runs, x
   * and two values of 4 are alive: 24 + 16 + 16 bytes; the weights are 2 (6·4 + 4) + 4·2 + 2
   * floats.
   */
  @Test
  void memoryAtThePeakByHand() {
    GraphBuilder g = GraphBuilder.fresh("hand", 1);
    String x = g.input("x", 6);
    String first = g.relu(g.gemm("first", x, 4));
    Model model = g.output(g.gemm("out", g.add(first, g.gemm("skip", x, 4)), 2), "y").build();
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    Cost cost = new Cost(coupling, OpRules.standard());
    assertEquals(4 * 66 + 24 + 16 + 16, cost.memory(Map.of()));
    Map<String, Integer> half = Map.of(coupling.prunable().get(0).name(), 2);
    assertEquals(4 * 34 + 24 + 8 + 8, cost.memory(half));
  }

  private static long weights(Model model) {
    return model.parameters();
  }

  private static Map<String, int[]> kept(Coupling coupling, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      int[] units = IntStream.range(0, group.units()).filter(u -> random.nextBoolean()).toArray();
      kept.put(group.name(), units.length == 0 ? new int[] {0} : units);
    }
    return kept;
  }
}
