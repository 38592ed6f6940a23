package dev.espalier.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The trials that no other beats in both loss and cost, by rising cost.
 *
 * @param cost the axis beside the loss
 * @param trials falling in loss, rising in cost
 */
public record Front(Objective cost, List<SearchTrial> trials) {
  public Front {
    trials = List.copyOf(trials);
  }

  /**
   * Refusals and trials without this cost are left out; of equal trials the first stays.
   *
   * @param all trials in any order
   * @param cost what is weighed against the loss
   * @return trials that no other beats in both, by ascending cost
   */
  public static Front of(List<SearchTrial> all, Objective cost) {
    List<SearchTrial> sorted =
        all.stream()
            .filter(t -> t.outcome().feasible() && !Double.isNaN(t.outcome().of(cost)))
            .sorted(
                Comparator.<SearchTrial>comparingDouble(t -> t.outcome().of(cost))
                    .thenComparingDouble(t -> t.outcome().loss()))
            .toList();
    List<SearchTrial> front = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (SearchTrial trial : sorted) {
      if (trial.outcome().loss() < least) {
        least = trial.outcome().loss();
        front.add(trial);
      }
    }
    return new Front(cost, front);
  }

  /**
   * {@return area between the front and a reference point that is worse than all of it; points
   * beyond the reference add nothing (Zitzler and Thiele 1998)} More is better.
   *
   * @param worstCost cost of the reference point
   * @param worstLoss loss of the reference point
   */
  public double hypervolume(double worstCost, double worstLoss) {
    double area = 0;
    double ceiling = worstLoss;
    for (SearchTrial trial : trials) {
      double width = worstCost - trial.outcome().of(cost);
      double height = ceiling - trial.outcome().loss();
      if (width > 0 && height > 0) {
        area += width * height;
        ceiling = trial.outcome().loss();
      }
    }
    return area;
  }
}
