package dev.espalier.pipeline;

import dev.espalier.recipe.Recipe;
import dev.espalier.record.Status;
import dev.espalier.schedule.Schedules;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which trials are made, and which of them is the result. */
final class Strategy {
  private static final double SMALLEST = 0.01;

  private final Recipe recipe;
  private final Trials trials;

  Strategy(Recipe recipe, Trials trials) {
    this.recipe = recipe;
    this.trials = trials;
  }

  /** The trial to keep, and whether the goal was reached. */
  record Choice(Trial trial, Status status, String message) {}

  Choice run() {
    Choice choice = search();
    boolean proven = choice.trial().certificate().certified();
    return proven
        ? choice
        : new Choice(choice.trial(), Status.FAILED, choice.trial().certificate().message());
  }

  private Choice search() {
    boolean target = !recipe.goal().target().equals("none");
    boolean gated = recipe.goal().maxDrop() != null;
    if (target || !gated) {
      Trial last = scheduled();
      if (last.accepted() || !last.certificate().certified()) {
        boolean missed =
            last.achieved()
                > recipe.goal().ratio() * (recipe.goal().target().equals("latency") ? 1.05 : 1)
                    + 1e-9;
        return missed
            ? unreachable(last, String.join("; ", last.step().reasons()))
            : new Choice(last, Status.DONE, "the target was reached");
      }
      Choice best = smallest(recipe.goal().ratio(), last);
      return unreachable(
          best.trial(),
          "the target cannot be reached within the allowed loss; the smallest model within it was kept");
    }
    return smallest(SMALLEST, null);
  }

  private static Choice unreachable(Trial trial, String why) {
    return new Choice(trial, Status.UNREACHABLE, why);
  }

  private Trial scheduled() {
    return scheduled(recipe, trials, null, recipe.goal().ratio());
  }

  /**
   * Cuts step by step from the result of a trial (null for the original) to {@code ratio} of the
   * original, with short tuning between, and tunes at length after the last.
   */
  static Trial scheduled(Recipe recipe, Trials trials, @Nullable Trial from, double ratio) {
    double before = from == null ? 1 : from.ratio();
    double[] targets =
        Schedules.CATALOGUE
            .require(recipe.schedule().kind())
            .targets(ratio / before, recipe.schedule().steps());
    Trial last = from;
    for (int i = 0; i < targets.length; i++) {
      boolean end = i == targets.length - 1;
      last =
          trials.cut(
              last == null ? 0 : last.number(),
              end ? ratio : before * targets[i],
              end ? recipe.tune().epochs() : trials.shortEpochs());
    }
    return java.util.Objects.requireNonNull(last);
  }

  /**
   * The smallest model within the allowed loss, by bisection on the logarithm of the ratio: each
   * trial cuts the smallest model accepted so far a little further and tunes it shortly; the winner
   * is tuned at length, and judged again.
   */
  private Choice smallest(double floor, @Nullable Trial rejected) {
    double low = rejected == null ? floor : Math.max(floor, rejected.achieved());
    double high = 1;
    Trial best = null;
    for (int i = 0; i < recipe.schedule().trials() && high / low > 1.06; i++) {
      double ratio =
          best == null && rejected == null ? recipe.goal().ratio() : Math.sqrt(low * high);
      Trial trial = trials.cut(best == null ? 0 : best.number(), ratio, trials.shortEpochs());
      if (trial.accepted()) {
        best = trial;
        high = Math.min(high, trial.achieved());
      } else {
        low = Math.max(low, trial.achieved());
      }
    }
    if (best == null) {
      Trial least =
          trials.done().stream().min(Comparator.comparingDouble(Strategy::loss)).orElseThrow();
      return unreachable(
          least, "no cut stayed within the allowed loss; the one that lost least was kept");
    }
    return new Choice(
        finished(best), Status.DONE, "the smallest model found within the allowed loss");
  }

  private static double loss(Trial trial) {
    return trial.drop() == null ? 0 : trial.drop().value();
  }

  /** Tunes at length; what was accepted before stands if that did not help. */
  private Trial finished(Trial best) {
    if (recipe.tune().epochs() <= trials.shortEpochs()) {
      return best;
    }
    Trial longer = trials.tune(best, recipe.tune().epochs());
    return longer.accepted() ? longer : best;
  }
}
