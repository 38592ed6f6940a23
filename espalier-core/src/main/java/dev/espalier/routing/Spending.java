package dev.espalier.routing;

import dev.espalier.adaptive.EffortTable;

/**
 * What records may cost in the mean, where that is asked for and not a loss.
 *
 * @param most mean cost of a record
 * @param unit as of the {@link StageCosts} that it is compared with
 */
public record Spending(double most, String unit) {
  /** {@link IllegalArgumentException} unless the cost is above 0 and finite. */
  public Spending {
    if (!(most > 0 && Double.isFinite(most))) {
      throw new IllegalArgumentException("records may cost " + most + "; it must be above 0");
    }
  }

  boolean allows(double cost) {
    return cost <= most;
  }

  /** The dearest row whose mean cost is allowed; the first where none is. */
  int dearestRow(EffortTable table, Outcomes outcomes, StageCosts costs) {
    int row = table.rows() - 1;
    while (row > 0 && !allows(costs.mean(outcomes.routes(table.thresholds()[row])))) {
      row--;
    }
    return row;
  }
}
