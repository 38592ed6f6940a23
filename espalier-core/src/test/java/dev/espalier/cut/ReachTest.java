package dev.espalier.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.latency.Measuring;
import dev.espalier.model.Model;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachTest {
  private final Reach reach = new Reach(25, 54);

  @Test
  void excludesWhatLiesBelowTheSmallestByMoreThanNoise() {
    assertTrue(reach.excludes(0.3));
    assertFalse(reach.excludes(0.45), "within what timing it again may give");
    assertFalse(reach.excludes(0.6));
    assertFalse(new Reach(60, 54).excludes(1), "the original itself is sensible");
  }

  @Test
  void saysWhatWasAskedAndWhatCanBe() {
    String said = reach.sentence(0.3, 0.62);
    assertTrue(said.startsWith("0.30 of the original's latency would be 16 µs of 54 µs"), said);
    assertTrue(said.contains("still takes 25 µs") && said.contains("takes 0.62 of"), said);
    assertTrue(said.contains("latency=0.47 or more"), said);
    assertTrue(new Reach(2500, 54000).sentence(0.03, 0.1).contains("1.6 ms of 54.0 ms"));
  }

  @Test
  void aLatencyBecomesMacsBesideTheOtherTargets() {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "goal.target=latency");
    recipe = RecipeCodec.set(recipe, "goal.also=[params~0.6]");
    Targeting sized = Targeting.at(recipe.goal(), 0.5).sized();
    assertEquals(
        List.of(Target.MACS, Target.PARAMS), sized.aims().stream().map(a -> a.what()).toList());
    assertEquals(0.5, sized.aims().get(0).ratio());
    Recipe both = RecipeCodec.set(recipe, "goal.also=[macs=0.7]");
    assertEquals(
        List.of(Target.MACS),
        Targeting.at(both.goal(), 0.5).sized().aims().stream().map(a -> a.what()).toList());
  }

  @Test
  void blocksThatMayGoAreGoneFromTheSmallest() {
    Prepared prepared = Prepared.of(Graphs.resnet(1), "blocks");
    Map<String, Integer> gone = new LinkedHashMap<>();
    for (ResidualBlock block : prepared.coupling().removable()) {
      gone.put(block.name(), 0);
    }
    Model without = Measuring.cut(prepared.coupling(), gone);
    assertFalse(gone.isEmpty());
    assertTrue(without.graph().nodes().size() < prepared.model().graph().nodes().size());
  }
}
