package dev.espalier.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One search for the widths of a step.
 *
 * @param step whose widths were searched for
 * @param policy that led it
 * @param dimensions names, in the order of the trials' values
 * @param trials in order
 * @param chosen number of the trial whose widths were taken
 */
public record SearchRecord(
    int step, String policy, List<String> dimensions, List<Tried> trials, int chosen) {
  public SearchRecord {
    dimensions = Copies.list(dimensions);
    trials = Copies.list(trials);
  }

  /**
   * One trial of the search: its values, its loss and its costs.
   *
   * @param number counted from 1
   * @param policy that proposed it
   * @param values one for each dimension
   * @param loss on the search's examples after the cut; NaN where there was no model
   * @param lossError its standard error
   * @param metric the task's own metric on the same examples; NaN where there is none
   * @param costs shares of the original's, by objective
   * @param feasible whether the target was met
   * @param reason why there was no model; null where there was one
   */
  public record Tried(
      int number,
      String policy,
      List<Integer> values,
      double loss,
      double lossError,
      double metric,
      Map<String, Double> costs,
      boolean feasible,
      @Nullable String reason) {
    public Tried {
      values = Copies.list(values);
      costs = Copies.numbers(costs);
    }
  }
}
