package dev.espalier.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The staircase allocation on curves made by hand. */
class StaircaseTest {
  /** Every unit loses {@code each}. */
  private static Lane units(String name, int units, double each) {
    double[] scores = new double[units];
    Arrays.fill(scores, each);
    return new Lane(new Group(name, units, List.of(), true, ""), scores, Limits.none());
  }

  private static Budget budget(double target, ToDoubleFunction<Map<String, Integer>> size) {
    return new Budget() {
      @Override
      public double ratio(Map<String, Integer> kept) {
        return size.applyAsDouble(kept);
      }

      @Override
      public double target() {
        return target;
      }

      @Override
      public int[] steps(String option, int[] allowed) {
        return allowed;
      }
    };
  }

  private static int at(Map<String, Integer> kept, String name) {
    return kept.getOrDefault(name, 64);
  }

  /** 1 down to 33 units, then half. */
  private static double cliff(int width) {
    return width > 32 ? 1 : 0.5;
  }

  private static double blocksOf16(int width) {
    return Math.ceil(width / 16.0) / 4;
  }

  @Test
  void findsTheCliffAndCutsNoDeeper() {
    Staircase found =
        new Staircase(List.of(units("a", 64, 1)), budget(0.6, kept -> cliff(at(kept, "a")))).run();
    assertEquals(32, found.level("a"));
    assertEquals(0.5, found.ratio());
  }

  @Test
  void leavesWholeWhatWinsNoTimeHoweverUnimportant() {
    Budget budget =
        budget(
            0.75,
            kept -> (blocksOf16(at(kept, "stairs")) + cliff(Math.max(33, at(kept, "flat")))) / 2);
    Staircase found =
        new Staircase(List.of(units("flat", 64, 1e-6), units("stairs", 64, 1)), budget).run();
    assertEquals(64, found.level("flat"));
    assertEquals(32, found.level("stairs"));
  }

  @Test
  void takesTheStairThatLosesLeastForItsSaving() {
    Budget budget =
        budget(0.8, kept -> (blocksOf16(at(kept, "dear")) + blocksOf16(at(kept, "cheap"))) / 2);
    Staircase found =
        new Staircase(List.of(units("dear", 64, 3), units("cheap", 64, 1)), budget).run();
    assertEquals(64, found.level("dear"));
    assertEquals(32, found.level("cheap"));
  }

  @Test
  void jumpsOverAStepThatIsNotOnTheHull() {
    // 48 saves little for its loss, 16 saves much: the hull goes straight from 64 to 16
    ToDoubleFunction<Map<String, Integer>> size =
        kept -> at(kept, "a") > 48 ? 1 : at(kept, "a") > 16 ? 0.97 : 0.2;
    Staircase found = new Staircase(List.of(units("a", 64, 1)), budget(0.5, size)).run();
    assertEquals(16, found.level("a"));
  }

  @Test
  void groupsThatOnlyWinTogetherAreCutTogether() {
    ToDoubleFunction<Map<String, Integer>> size =
        kept -> at(kept, "a") <= 32 && at(kept, "b") <= 32 ? 0.5 : 1;
    Staircase found =
        new Staircase(List.of(units("a", 64, 1), units("b", 64, 1)), budget(0.6, size)).run();
    assertEquals(0.5, found.ratio());
    assertEquals(32, found.level("a"));
    assertEquals(32, found.level("b"));
  }

  @Test
  void theSmallestChoiceIsKeptWhereTheTargetIsOutOfReach() {
    Staircase found =
        new Staircase(List.of(units("a", 64, 1)), budget(0.1, kept -> cliff(at(kept, "a")))).run();
    assertTrue(found.ratio() > 0.1);
    assertEquals(1, found.level("a"));
  }
}
