package dev.espalier.routing;

import dev.espalier.adaptive.EffortTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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
 * @param chosen which of them; where none stops early within the allowed loss, the one that loses
 *     least over all of its rows, since a signal that never stops anything would be the cheapest
 * @param unit of costs
 */
public record Choice(List<Considered> considered, int chosen, String unit) {
  private static final int RESAMPLES = 25;

  /** What rounding may do to two figures that are equal. */
  private static final double ROUNDING = 1e-9;

  public Choice {
    considered = List.copyOf(considered);
  }

  /**
   * @param name of the candidate
   * @param table its path
   * @param row the cheapest within the allowed loss, the last where none is; or the dearest within
   *     the cost that was asked for
   * @param within whether it is, or within the cost that was asked for
   * @param difference the chain's loss less the original's there
   * @param cost mean cost of a record, expected once thresholds are calibrated
   * @param costOfAll cost of never stopping early
   * @param overall mean difference over all rows, which are spread evenly over the costs
   */
  public record Considered(
      String name,
      EffortTable table,
      int row,
      boolean within,
      Paired difference,
      double cost,
      double costOfAll,
      double overall) {
    /** Whether it is within the allowed loss without going through all stages always. */
    public boolean saves() {
      return within && row < table.rows() - 1;
    }
  }

  /** Of equal candidates the first; {@link IllegalArgumentException} where there is none. */
  public static Choice among(List<ChainCandidate> candidates, Allowance allowance, int rows) {
    StageCosts micros = candidates.isEmpty() ? null : candidates.get(0).micros();
    String unit = unit(candidates, micros == null ? "" : micros.unit());
    List<Considered> considered =
        candidates.stream().map(c -> consider(c, c.costs(unit), allowance, rows)).toList();
    return new Choice(considered, cheapest(considered, i -> true), unit);
  }

  /** The same comparison, of which one of these is chosen; at least one. */
  public Choice only(IntPredicate wanted) {
    return new Choice(considered, cheapest(considered, wanted), unit);
  }

  private static int cheapest(List<Considered> considered, IntPredicate wanted) {
    Comparator<Considered> better =
        Comparator.comparing((Considered c) -> !c.saves())
            .thenComparingDouble(c -> c.saves() ? c.cost() : c.overall());
    return IntStream.range(0, considered.size())
        .filter(wanted)
        .boxed()
        .min(Comparator.comparing(considered::get, better))
        .orElseThrow(() -> new IllegalArgumentException("none of the candidates is wanted"));
  }

  /**
   * Where a cost is asked for and not a loss: the one that loses least at the dearest of its rows
   * that is within that cost; where none is within it, the cheapest of all. Few examples cannot
   * rank by right and wrong: of those that lose no more than a standard error above the least (the
   * one-standard-error rule, Breiman et al., Classification and Regression Trees, 1984, on the same
   * examples) the one whose answers are least wrong by {@link ChainCandidate#graded}, then the one
   * that loses least over all of its rows, then the one that spends most of what was allowed.
   */
  public static Choice spending(List<ChainCandidate> candidates, Spending spending, int rows) {
    String unit = unit(candidates, spending.unit());
    List<AtCost> all =
        candidates.stream().map(c -> spend(c, c.costs(unit), spending, rows)).toList();
    AtCost least =
        Collections.min(
            all,
            Comparator.comparing((AtCost s) -> !s.considered.within())
                .thenComparingDouble(AtCost::lossOrCost));
    Comparator<AtCost> better =
        Comparator.comparing((AtCost s) -> !s.asGoodAs(least))
            .thenComparingDouble(AtCost::graded)
            .thenComparingDouble(s -> s.considered.overall())
            .thenComparingDouble(s -> -s.considered.cost());
    return new Choice(
        all.stream().map(AtCost::considered).toList(),
        all.indexOf(Collections.min(all, better)),
        unit);
  }

  /** The one wished for where all candidates were timed in it, else that of MACs. */
  private static String unit(List<ChainCandidate> candidates, String wished) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("there is no candidate to choose; give at least one");
    }
    return candidates.stream().allMatch(c -> c.timedIn(wished))
        ? wished
        : candidates.get(0).macs().unit();
  }

  /** The one that was chosen. */
  public Considered best() {
    return considered.get(chosen);
  }

  private static Considered consider(
      ChainCandidate candidate, StageCosts costs, Allowance allowance, int rows) {
    Path path = Path.of(candidate, costs, rows);
    int row = Paired.cheapestRow(path.table, candidate.outcomes(), allowance);
    boolean within = Paired.of(path.differences[row]).within(allowance);
    return path.considered(row, within, path.expected(allowance));
  }

  private static AtCost spend(
      ChainCandidate candidate, StageCosts costs, Spending spending, int rows) {
    Path path = Path.of(candidate, costs, rows);
    int row = spending.dearestRow(path.table, candidate.outcomes(), costs);
    boolean within = spending.allows(path.costs[row]);
    int[] routes = candidate.outcomes().routes(path.table.thresholds()[row]);
    return new AtCost(
        path.considered(row, within, path.costs[row]),
        path.differences[row],
        candidate.graded(routes));
  }

  /**
   * A candidate at the row that spends what was asked for.
   *
   * @param differences to the original's losses there, by record
   * @param graded how wrong its answers are there, in the mean
   */
  private record AtCost(Considered considered, double[] differences, double graded) {
    double lossOrCost() {
      return considered.within() ? considered.difference().mean() : considered.cost();
    }

    /**
     * Whether it is the same, or both are within the cost and it loses hardly more: a single record
     * is exactly one standard error.
     */
    boolean asGoodAs(AtCost least) {
      if (!considered.within()) {
        return equals(least);
      }
      double[] more = new double[differences.length];
      Arrays.setAll(more, i -> differences[i] - least.differences[i]);
      return Paired.of(more).above(-1) <= ROUNDING;
    }
  }

  /**
   * The rows of a candidate's table, and what each loses and costs.
   *
   * @param name of the candidate
   * @param table laid along the costs
   * @param differences {@code [rows][records]} to the original's losses
   * @param costs mean of a record, by row
   */
  private record Path(String name, EffortTable table, double[][] differences, double[] costs) {
    static Path of(ChainCandidate candidate, StageCosts each, int rows) {
      Outcomes outcomes = candidate.outcomes();
      EffortTable table = ThresholdPath.of(outcomes, each, rows);
      double[][] differences = new double[table.rows()][];
      double[] costs = new double[table.rows()];
      for (int r = 0; r < costs.length; r++) {
        int[] routes = outcomes.routes(table.thresholds()[r]);
        differences[r] = outcomes.differences(routes);
        costs[r] = each.mean(routes);
      }
      return new Path(candidate.name(), table, differences, costs);
    }

    Considered considered(int row, boolean within, double cost) {
      return new Considered(
          name,
          table,
          row,
          within,
          Paired.of(differences[row]),
          cost,
          costs[costs.length - 1],
          overall());
    }

    double overall() {
      return Arrays.stream(differences).mapToDouble(d -> Paired.of(d).mean()).average().orElse(0);
    }

    /** The mean cost of the rows that resamples would be calibrated at. */
    double expected(Allowance allowance) {
      SplittableRandom random = new SplittableRandom(allowance.seed());
      int n = differences[0].length;
      double sum = 0;
      for (int again = 0; again < RESAMPLES; again++) {
        int[] drawn = random.ints(n, 0, n).toArray();
        int r = 0;
        while (r < costs.length - 1
            && !Paired.of(Outcomes.pick(differences[r], drawn)).within(allowance)) {
          r++;
        }
        sum += costs[r];
      }
      return sum / RESAMPLES;
    }
  }
}
