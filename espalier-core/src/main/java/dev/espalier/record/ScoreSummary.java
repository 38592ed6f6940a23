package dev.espalier.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A histogram of the scores of one group: equal bins from lowest to highest, kept and cut counted
 * apart.
 *
 * @param low the lowest finite score
 * @param high the highest finite score
 * @param median of the finite scores
 * @param kept counts per bin of units that stayed
 * @param cut counts per bin of units that went
 */
public record ScoreSummary(
    double low, double high, double median, List<Integer> kept, List<Integer> cut) {
  private static final int BINS = 24;

  public ScoreSummary {
    kept = Copies.list(kept);
    cut = Copies.list(cut);
  }

  /**
   * Counts the scores of one group. If none is finite, the numbers are NaN and the counts empty.
   *
   * @param scores one a unit; not-finite ones are left out
   * @param gone whether the unit was cut, same length
   * @return counts of kept and of cut units in equal bins of the scores
   */
  public static ScoreSummary of(double[] scores, boolean[] gone) {
    double[] sorted = Arrays.stream(scores).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new ScoreSummary(Double.NaN, Double.NaN, Double.NaN, List.of(), List.of());
    }
    double low = sorted[0];
    double high = sorted[sorted.length - 1];
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    List<Integer> kept = new ArrayList<>(Collections.nCopies(BINS, 0));
    List<Integer> cut = new ArrayList<>(Collections.nCopies(BINS, 0));
    for (int i = 0; i < scores.length; i++) {
      if (Double.isFinite(scores[i])) {
        List<Integer> side = gone[i] ? cut : kept;
        int bin = bin(scores[i], low, high);
        side.set(bin, side.get(bin) + 1);
      }
    }
    return new ScoreSummary(low, high, median, kept, cut);
  }

  private static int bin(double score, double low, double high) {
    return high > low ? (int) Math.min(BINS - 1, BINS * ((score - low) / (high - low))) : 0;
  }
}
