package dev.espalier.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScoreSummaryTest {
  @Test
  void everyFiniteScoreFallsIntoOneBin() {
    double[] scores = {0, 1, 2, 24, Double.NaN};
    ScoreSummary summary = ScoreSummary.of(scores, new boolean[] {true, true, false, false, false});
    assertEquals(0, summary.low());
    assertEquals(24, summary.high());
    assertEquals(1.5, summary.median());
    assertEquals(2, summary.cut().stream().mapToInt(i -> i).sum());
    assertEquals(1, summary.kept().get(2));
    assertEquals(1, summary.kept().get(23));
  }

  @Test
  void equalScoresAndNoScoresAreNoTrouble() {
    ScoreSummary equal = ScoreSummary.of(new double[] {3, 3}, new boolean[2]);
    assertEquals(2, equal.kept().get(0));
    ScoreSummary none = ScoreSummary.of(new double[] {Double.NaN}, new boolean[1]);
    assertTrue(Double.isNaN(none.low()) && none.kept().isEmpty());
  }
}
