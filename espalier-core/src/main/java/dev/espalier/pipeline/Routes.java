package dev.espalier.pipeline;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Chain;
import dev.espalier.data.Task;
import dev.espalier.pipeline.Contenders.Contender;
import dev.espalier.recipe.Recipe;
import dev.espalier.routing.Allowance;
import dev.espalier.routing.Candidate;
import dev.espalier.routing.Choice;
import dev.espalier.routing.EffortTable;
import dev.espalier.routing.Guarantee;
import dev.espalier.routing.Outcomes;
import dev.espalier.routing.Spending;
import dev.espalier.routing.StageCosts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses chain and signal on the choice part, by what they save in measured time, and the
 * thresholds of the calibrated point on the calibration part.
 */
final class Routes {
  /** Rows of the table of efforts: steps of 0.01. */
  private static final int ROWS = 101;

  private final Recipe recipe;
  private final Task task;
  private final RowLosses losses;
  private final StageMeter meter;

  Routes(Recipe recipe, Task task, RowLosses losses, StageMeter meter) {
    this.recipe = recipe;
    this.task = task;
    this.losses = losses;
    this.meter = meter;
  }

  /**
   * What was chosen.
   *
   * @param line the chain
   * @param cascade the same with its signals
   * @param table thresholds by effort; calibrated
   * @param guarantee what holds at the calibrated row
   * @param choice all that was compared
   * @param compared in the choice's order
   * @param originalCost of a record in the original alone, in the choice's unit
   * @param spent against what was asked for; null where no cost was
   */
  record Chosen(
      Line line,
      Cascade cascade,
      EffortTable table,
      Guarantee guarantee,
      Choice choice,
      List<Contender> compared,
      double originalCost,
      @Nullable Spent spent) {}

  /**
   * Mean costs of a record as shares of the original's.
   *
   * @param asked at most this
   * @param cost at the calibrated row, on the calibration part
   * @param what is counted: macs or latency
   */
  record Spent(double asked, double cost, String what) {
    boolean within() {
      return cost <= asked;
    }
  }

  Chosen choose(List<Line> lines, Answered choice, Answered calibration) {
    List<Contender> compared = new Contenders(recipe, task, losses, choice).of(lines);
    Allowance allowance = allowance();
    ScoreMeter scores = new ScoreMeter(compared.stream().map(Contender::cascade).toList(), recipe);
    List<Candidate> candidates =
        compared.stream().map(c -> candidate(c, choice.graded(c.line()), scores)).toList();
    Spending spending = spending();
    Spending deciding = recipe.goal().maxDrop() == null ? spending : null;
    Choice made =
        deciding != null
            ? Choice.spending(candidates, deciding, ROWS)
            : Choice.among(candidates, allowance, ROWS);
    Contender best = compared.get(made.chosen());
    Outcomes unseen = calibration.outcomes(best.line(), best.cascade());
    EffortTable path = made.best().table();
    StageCosts costs = candidates.get(made.chosen()).costs(made.unit());
    Guarantee guarantee =
        deciding != null
            ? Guarantee.spending(path, unseen, costs, deciding, allowance)
            : recipe.dynamic().guarantee().equals("proof")
                ? Guarantee.of(path, unseen, allowance)
                : Guarantee.estimate(path, unseen, allowance);
    EffortTable table = path.calibratedAt(guarantee.row());
    return new Chosen(
        best.line(),
        best.cascade(),
        table,
        guarantee,
        made,
        compared,
        meter.original(made.unit()),
        spending == null
            ? null
            : spent(
                candidates.get(made.chosen()).costs(spending.unit()),
                unseen.routes(table.thresholds()[guarantee.row()])));
  }

  private Spent spent(StageCosts costs, int[] routes) {
    return new Spent(
        recipe.goal().ratio(),
        costs.mean(routes) / meter.original(costs.unit()),
        recipe.goal().target());
  }

  /** The mean cost that the leading target names; null where it names none. */
  private @Nullable Spending spending() {
    Recipe.Goal goal = recipe.goal();
    String unit =
        switch (goal.target()) {
          case "macs" -> StageMeter.MACS;
          case "latency" -> StageMeter.MICROS;
          default -> "";
        };
    return unit.isEmpty() ? null : new Spending(goal.ratio() * meter.original(unit), unit);
  }

  Allowance allowance() {
    Recipe.Dynamic dynamic = recipe.dynamic();
    Double allowed = recipe.goal().maxDrop();
    return new Allowance(
        losses.judged(),
        allowed == null ? 0 : allowed,
        dynamic.delta(),
        dynamic.margin(),
        recipe.seed());
  }

  private Candidate candidate(Contender compared, double[][] graded, ScoreMeter scores) {
    Chain chain = compared.line().chain();
    return new Candidate(
        compared.name(),
        compared.outcomes(),
        graded,
        meter.macs(chain),
        scores.with(meter.micros(chain), compared.cascade()));
  }
}
