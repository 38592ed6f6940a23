package dev.espalier.routing;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which chain, signal and temperature are cheapest at the allowed loss.
 *
 * <p>By estimate on the choice part: for each candidate the cheapest row of its path whose mean
 * difference, with the allowance's margin above it, is within the allowed loss. Since thresholds
 * are calibrated on other examples, candidates compete by what that may be expected to cost: the
 * mean over {@value #RESAMPLES} seeded resamples of the part, the same for all (Breiman, Bagging
 * Predictors, 1996), so that one lucky row decides nothing. Costs are measured micros where all
 * candidates have them, else MACs. As each is judged where it was fitted, all look somewhat too
 * good; what the chosen one loses is found on other examples.
 *
 * @param considered all candidates, as given
 * @param chosen which of them; where none is within the allowed loss, the one nearest to it
 * @param unit of costs
 */
public record Choice(List<Considered> considered, int chosen, String unit) {
  private static final int RESAMPLES = 25;

  public Choice {
    considered = List.copyOf(considered);
  }

  /**
   * @param name of the candidate
   * @param table its path
   * @param row the cheapest within the allowed loss; the last where none is
   * @param within whether it is
   * @param difference the chain's loss less the original's there
   * @param cost mean cost of a record, expected once thresholds are calibrated
   * @param costOfAll cost of never stopping early
   */
  public record Considered(
      String name,
      EffortTable table,
      int row,
      boolean within,
      Paired difference,
      double cost,
      double costOfAll) {}

  /** Of equal candidates the first; {@link IllegalArgumentException} where there is none. */
  public static Choice among(List<Candidate> candidates, Allowance allowance, int rows) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("there is no candidate to choose; give at least one");
    }
    boolean timed = candidates.stream().allMatch(c -> c.micros() != null);
    List<Considered> considered =
        candidates.stream().map(c -> consider(c, costs(c, timed), allowance, rows)).toList();
    Considered best =
        considered.stream()
            .min(
                Comparator.comparing((Considered c) -> !c.within())
                    .thenComparingDouble(
                        c -> c.within() ? c.cost() : c.difference().above(allowance.margin())))
            .orElseThrow();
    return new Choice(considered, considered.indexOf(best), costs(candidates.get(0), timed).unit());
  }

  /** The one that was chosen. */
  public Considered best() {
    return considered.get(chosen);
  }

  private static StageCosts costs(Candidate candidate, boolean timed) {
    StageCosts micros = candidate.micros();
    return timed && micros != null ? micros : candidate.macs();
  }

  private static Considered consider(
      Candidate candidate, StageCosts costs, Allowance allowance, int rows) {
    Outcomes outcomes = candidate.outcomes();
    EffortTable table = ThresholdPath.of(outcomes, costs, rows);
    int row = Paired.cheapestRow(table, outcomes, allowance);
    float[] thresholds = table.thresholds()[row];
    Paired difference = Paired.of(outcomes.differences(thresholds));
    return new Considered(
        candidate.name(),
        table,
        row,
        difference.within(allowance),
        difference,
        expected(table, outcomes, costs, allowance),
        costs.upTo(outcomes.stages() - 1));
  }

  /** The mean cost of the rows that resamples would be calibrated at. */
  private static double expected(
      EffortTable table, Outcomes outcomes, StageCosts costs, Allowance allowance) {
    int rows = table.rows();
    double[][] differences = new double[rows][];
    double[] cost = new double[rows];
    for (int r = 0; r < rows; r++) {
      int[] routes = outcomes.routes(table.thresholds()[r]);
      differences[r] = outcomes.differences(routes);
      cost[r] = costs.mean(routes);
    }
    SplittableRandom random = new SplittableRandom(allowance.seed());
    int n = outcomes.records();
    double sum = 0;
    for (int again = 0; again < RESAMPLES; again++) {
      int[] drawn = random.ints(n, 0, n).toArray();
      int r = 0;
      while (r < rows - 1 && !Paired.of(Outcomes.pick(differences[r], drawn)).within(allowance)) {
        r++;
      }
      sum += cost[r];
    }
    return sum / RESAMPLES;
  }
}
