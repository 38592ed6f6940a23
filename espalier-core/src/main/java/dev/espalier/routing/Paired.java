package dev.espalier.routing;

import dev.espalier.adaptive.EffortTable;
import java.util.Arrays;

/**
 * The mean of differences on the same records, and its standard error.
 *
 * @param mean above 0 where the chain loses
 * @param standardError standard deviation over the root of the number; infinite for one record
 */
public record Paired(double mean, double standardError) {
  public static Paired of(double[] differences) {
    int n = differences.length;
    double mean = Arrays.stream(differences).average().orElse(Double.NaN);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    return new Paired(mean, n < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / (n - 1) / n));
  }

  /** The mean and a margin of so many standard errors above it. */
  public double above(double margin) {
    return margin == 0 ? mean : mean + margin * standardError;
  }

  boolean within(Allowance allowance) {
    return above(allowance.margin()) <= allowance.loss();
  }

  /**
   * The cheapest row whose mean difference, with the margin above it, is within the allowed loss;
   * the last where none is.
   */
  static int cheapestRow(EffortTable table, Outcomes outcomes, Allowance allowance) {
    for (int r = 0; r < table.rows() - 1; r++) {
      if (of(outcomes.differences(table.thresholds()[r])).within(allowance)) {
        return r;
      }
    }
    return table.rows() - 1;
  }
}
