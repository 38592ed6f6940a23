package dev.espalier.cut;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.allocation.Budget;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several budgets as one, and targets on the way to them. */
class JointBudgetTest {
  private static Budget of(String group, double target, int... steps) {
    return new Budget() {
      @Override
      public double ratio(Map<String, Integer> kept) {
        return kept.getOrDefault(group, 10) / 10.0;
      }

      @Override
      public double target() {
        return target;
      }

      @Override
      public int[] steps(String name, int[] allowed) {
        return steps.length == 0 ? allowed : steps;
      }
    };
  }

  @Test
  void isMetWhereAllAre() {
    Budget joint = JointBudget.of(List.of(of("a", 0.5), of("b", 0.4)));
    assertEquals(0.5, joint.target());
    assertTrue(joint.ratio(Map.of("a", 5, "b", 4)) <= 0.5);
    assertEquals(0.5 * 0.75, joint.ratio(Map.of("a", 3, "b", 3)), 1e-12, "the tighter of both");
    assertTrue(joint.ratio(Map.of("a", 3)) > 0.5);
    assertTrue(joint.ratio(Map.of("b", 3)) > 0.5);
  }

  @Test
  void aStepTowardsAnyTargetSavesSomething() {
    Budget joint = JointBudget.of(List.of(of("a", 0.5), of("b", 0.5)));
    assertEquals(0.5 * (1 + 1 + 1), joint.ratio(Map.of()), 1e-12, "excesses add up");
    assertTrue(joint.ratio(Map.of("a", 9)) < joint.ratio(Map.of()));
    assertTrue(joint.ratio(Map.of("b", 9)) < joint.ratio(Map.of()));
  }

  @Test
  void oneStaysWhatItIsAndStairsRule() {
    Budget one = of("a", 0.5);
    assertSame(one, JointBudget.of(List.of(one)));
    Budget joint = JointBudget.of(List.of(one, of("b", 0.5, 4, 8)));
    assertArrayEquals(new int[] {4, 8}, joint.steps("a", new int[] {2, 4, 6, 8}));
  }

  @Test
  void targetsAreReachedTogether() {
    Recipe recipe =
        RecipeCodec.parse(
            "goal: {target: macs, ratio: 0.25, also: [bytes=0.16, latency~0.81]}", "r.yaml");
    Targeting half = Targeting.at(recipe.goal(), 0.5);
    assertEquals(0.5, half.aims().get(0).ratio());
    assertEquals(0.4, half.aims().get(1).ratio(), 1e-12);
    assertEquals(0.9, half.aims().get(2).ratio(), 1e-12);
    assertEquals(0.16, Targeting.at(recipe.goal(), 0.25).aims().get(1).ratio());
    assertTrue(half.timed() && !half.hardOnes().timed() && !half.allHard());
    assertEquals(
        0.5,
        half.achieved(Map.of("macs", 0.2, "bytes", 0.4, "latency", 2.0)),
        1e-12,
        "soft ones do not count");
  }
}
