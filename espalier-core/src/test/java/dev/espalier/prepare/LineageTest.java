package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Lineage;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that follow each other give the model that their composition gives at once. */
class LineageTest {
  private static final Surgeon SURGEON = new Surgeon(OpRules.standard());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void twoPlansAreOne(long seed) {
    int withBlocks = 0;
    for (Model model : Graphs.all(seed)) {
      Coupling original = Prepared.of(model, "blocks").coupling();
      PrunePlan first = random(original, Set.of(), new SplittableRandom(seed));
      Model between = SURGEON.apply(original, first);
      Coupling current = Prepared.of(between, "blocks").coupling();
      Set<String> strangers = new Lineage(original, first, current).strangers();
      PrunePlan second = random(current, strangers, new SplittableRandom(seed + 7));
      Model last = SURGEON.apply(current, second);
      PrunePlan both = first.then(second, original, current);
      assertEquals(
          first.removed().size() + second.removed().size(),
          both.removed().size(),
          model.graph().name());
      Model once = SURGEON.apply(original, both);
      assertEquals("", Structure.difference(last, once), model.graph().name());
      assertEquals(weights(last), weights(once), model.graph().name());
      withBlocks += first.removed().isEmpty() || second.removed().isEmpty() ? 0 : 1;
    }
    assertTrue(withBlocks > 0, "some models lose a block in both steps");
  }

  private static Map<String, Tensor> weights(Model model) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.values().removeIf(t -> t.type() != DType.FLOAT);
    return weights;
  }

  /** About half of the units, and the first block that there is. */
  private static PrunePlan random(Coupling coupling, Set<String> whole, SplittableRandom random) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      int sure = random.nextInt(group.units());
      int[] units =
          IntStream.range(0, group.units())
              .filter(u -> u == sure || random.nextBoolean())
              .toArray();
      if (!whole.contains(group.name())) {
        kept.put(group.name(), units);
      }
    }
    return PrunePlan.keeping("blocks", coupling, kept)
        .without(coupling.removable().stream().limit(1).map(b -> b.name()).toList(), coupling);
  }

  /** A branch whose grouped convolution holds channels together lets them go apart. */
  @Test
  void unitsThatComeApartHaveNoOrigin() {
    GraphBuilder g = GraphBuilder.settled("apart", 1);
    String x = g.relu(g.conv("stem", g.input("x", 3, 8, 8), ConvSpec.of(8, 3)));
    String y = g.reshape(x, 0, 4, 2, 8, 8);
    y = g.reshape(g.node("Softmax", dev.espalier.model.Attributes.of("axis", 2), y), 0, 8, 8, 8);
    x = g.add(x, g.conv("inner", y, ConvSpec.of(8, 1)));
    g.output(g.conv("last", g.relu(x), ConvSpec.of(4, 1)), "y");
    Coupling original = Prepared.of(g.build(), "blocks").coupling();
    String block = original.removable().get(0).name();
    PrunePlan plan = PrunePlan.whole("blocks").without(List.of(block), original);
    Coupling current = Prepared.of(SURGEON.apply(original, plan), "blocks").coupling();
    Group stem = current.group("stem");
    assertTrue(stem.prunable() && stem.units() == 8, stem.toString());
    Lineage lineage = new Lineage(original, plan, current);
    assertFalse(original.group("stem").prunable() && original.group("stem").units() == 8);
    assertTrue(lineage.strangers().contains("stem"));
    assertThrows(IllegalArgumentException.class, () -> lineage.require("stem"));
  }
}
