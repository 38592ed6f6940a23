package dev.espalier.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.EffortTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdPathTest {
  @Test
  void twoStagesTakeTheMiddlesBetweenScores() {
    double[] right = new double[4];
    Outcomes four =
        new Outcomes(new float[][] {{4, 1, 3, 2}}, new double[][] {{0, 1, 0, 1}, right}, right);
    EffortTable table = ThresholdPath.of(four, ToyChain.costs(2), 41);
    assertArrayEquals(
        new float[][] {{-Float.MAX_VALUE}, {1.5f}, {2.5f}, {3.5f}, {Float.MAX_VALUE}},
        table.thresholds());
    assertEquals(4, table.calibrated());
  }

  @Test
  void equalScoresAreNeverParted() {
    float[] agreement = {0, 0, 0, 0, 1, 1, 1, 0};
    assertArrayEquals(
        new float[] {-Float.MAX_VALUE, 0.5f, Float.MAX_VALUE},
        Levels.of(agreement, 5).thresholds());
    float next = Math.nextUp(1f);
    assertArrayEquals(
        new float[] {-Float.MAX_VALUE, next, Float.MAX_VALUE},
        Levels.of(new float[] {1, next}, 5).thresholds());
  }

  @ParameterizedTest
  @CsvSource({"2, 41", "3, 41", "4, 21", "6, 101"})
  void costNeverFallsWithEffort(int stages, int rows) {
    Outcomes outcomes = ToyChain.of(stages, 400, 3);
    StageCosts costs = ToyChain.costs(stages);
    EffortTable table = ThresholdPath.of(outcomes, costs, rows);
    assertTrue(table.rows() > rows / 4 && table.rows() <= rows, table.rows() + " rows");
    for (Outcomes on : new Outcomes[] {outcomes, ToyChain.of(stages, 400, 4)}) {
      double before = 0;
      for (float[] thresholds : table.thresholds()) {
        double cost = costs.mean(on.routes(thresholds));
        assertTrue(cost >= before, cost + " after " + before);
        before = cost;
      }
      assertEquals(costs.upTo(stages - 1), before, 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 30, 9", "3, 25, 4", "4, 20, 2"})
  void nodesHoldWhatRoutingByHandGives(int stages, int records, int steps) {
    Outcomes outcomes = ToyChain.of(stages, records, 5);
    StageCosts costs = ToyChain.costs(stages);
    Lattice lattice = new Lattice(outcomes, costs, steps);
    int[] way = lattice.leastArea();
    int nodes = way[way.length - 1] + 1;
    assertTrue(nodes > steps, nodes + " nodes");
    for (int node = 0; node < nodes; node++) {
      int[] routes = outcomes.routes(lattice.thresholds(node));
      assertEquals(Paired.of(outcomes.lossesOf(routes)).mean(), lattice.loss(node), 1e-9);
      assertEquals(costs.mean(routes), lattice.cost(node), 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 4, 1", "3, 4, 2", "3, 5, 3", "4, 2, 4"})
  void noWayUpHasALessArea(int stages, int steps, long seed) {
    Outcomes outcomes = ToyChain.of(stages, 60, seed);
    Lattice lattice = new Lattice(outcomes, ToyChain.costs(stages), steps);
    int[] way = lattice.leastArea();
    double area = 0;
    for (int i = 1; i < way.length; i++) {
      area += area(lattice, way[i - 1], way[i]);
    }
    int last = way[way.length - 1];
    float[][] thresholds = new float[last + 1][];
    Arrays.setAll(thresholds, lattice::thresholds);
    double least = least(lattice, thresholds, last);
    assertEquals(least, area, 1e-12);
  }

  /** Tries all ways to a node, by what the thresholds say alone. */
  private static double least(Lattice lattice, float[][] thresholds, int node) {
    if (node == 0) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int before = 0; before < node; before++) {
      if (neighbours(thresholds, before, node)) {
        best = Math.min(best, least(lattice, thresholds, before) + area(lattice, before, node));
      }
    }
    return best;
  }

  /** Whether one threshold alone is higher, and none lies between. */
  private static boolean neighbours(float[][] thresholds, int before, int node) {
    int differing = -1;
    for (int k = 0; k < thresholds[node].length; k++) {
      if (thresholds[before][k] != thresholds[node][k]) {
        if (differing >= 0 || thresholds[before][k] > thresholds[node][k]) {
          return false;
        }
        differing = k;
      }
    }
    int k = differing;
    return Arrays.stream(thresholds)
        .noneMatch(t -> t[k] > thresholds[before][k] && t[k] < thresholds[node][k]);
  }

  private static double area(Lattice lattice, int before, int node) {
    return (lattice.cost(node) - lattice.cost(before))
        * (lattice.loss(node) + lattice.loss(before))
        / 2;
  }

  /** Against every pair of thresholds, whether it could lie on a rising path or not. */
  @Test
  void staysCloseToTheBestThatAnyThresholdsReach() {
    Outcomes outcomes = ToyChain.of(3, 2000, 8);
    StageCosts costs = ToyChain.costs(3);
    Lattice lattice = new Lattice(outcomes, costs, 40);
    int[] way = lattice.leastArea();
    int nodes = way[way.length - 1] + 1;
    double worst = 0;
    for (int on : way) {
      double best = Double.POSITIVE_INFINITY;
      for (int node = 0; node < nodes; node++) {
        best = lattice.cost(node) <= lattice.cost(on) ? Math.min(best, lattice.loss(node)) : best;
      }
      worst = Math.max(worst, lattice.loss(on) - best);
    }
    assertTrue(worst < 0.006, "up to " + worst + " above the front");
  }
}
