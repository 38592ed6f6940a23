package dev.espalier.trial;

import dev.espalier.cut.CutMethods;
import dev.espalier.recipe.FeedbackMode;
import dev.espalier.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers a rejected trial with another one at the same ratio: the first rule of {@link #RULES}
 * whose condition holds. Where none does, the ratio changes (see {@link Strategy}).
 *
 * <p>Extra trials are at most a third of {@code schedule.trials}, each as long as a trial of the
 * search, so that a run takes at most about a third longer. The rejected step itself is undone:
 * what comes next begins where it began.
 */
public final class Feedback {
  private static final double NEAR = 2;

  /** So many standard errors above what is allowed no other means come back from. */
  private static final double HOPELESS = 12;

  private static final int SHARE = 3;

  /**
   * One line of the table.
   *
   * @param condition in words
   * @param when the condition
   * @param answer what is tried
   * @param always whether it holds with {@code schedule.feedback: none} too
   */
  record Rule(
      String condition,
      Predicate<Case> when,
      Function<Case, TrialRequest> answer,
      boolean always) {}

  static final List<Rule> RULES =
      List.of(
          new Rule("the loss is near what is allowed", Case::near, Case::longer, false),
          new Rule("soft targets were aimed at", c -> c.ask().means().soft(), Case::hardOnly, true),
          new Rule("units were scored by fluctuation", Case::canScore, Case::taylor, false),
          new Rule("one threshold for all groups", Case::canShare, Case::uniform, false));

  private final Recipe recipe;
  private final boolean gradients;
  private final double epochs;
  private int left;

  /**
   * Begins with all extra trials left: a third of {@code schedule.trials}, one at least.
   *
   * @param recipe of the run
   * @param gradients whether criteria may ask for them
   * @param epochs of a trial's tuning
   */
  public Feedback(Recipe recipe, boolean gradients, double epochs) {
    this.recipe = recipe;
    this.gradients = gradients;
    this.epochs = epochs;
    this.left = Math.max(1, recipe.schedule().trials() / SHARE);
  }

  /**
   * What a rule reads.
   *
   * @param trial that was rejected
   * @param ask that it came of
   * @param epochs of more tuning
   * @param gradients whether criteria may ask for them
   * @param freely whether the recipe leaves widths to the allocation, of units, in a search
   */
  record Case(Trial trial, TrialRequest ask, double epochs, boolean gradients, boolean freely) {
    boolean near() {
      return epochs > 0 && ask.cuts() && trial.excess() > 0 && trial.excess() <= NEAR;
    }

    /** By taylor once: an answer is not answered by the same. */
    boolean canScore() {
      return freely && !hopeless() && gradients && ask.means().criterion().equals("fluctuation");
    }

    boolean canShare() {
      return freely && !hopeless() && ask.means().allocation().equals("global");
    }

    private boolean hopeless() {
      return trial.excess() > HOPELESS;
    }

    TrialRequest longer() {
      return ask.longer(
          trial,
          epochs,
          String.format(
              java.util.Locale.ROOT,
              "trial %d lies %.1f standard errors above what is allowed: tuned as long again",
              trial.number(),
              trial.excess()));
    }

    TrialRequest hardOnly() {
      return again(ask.means().hardOnly(), "cut to the hard targets alone");
    }

    TrialRequest taylor() {
      return again(ask.means().withCriterion("taylor"), "units scored by taylor instead");
    }

    TrialRequest uniform() {
      return again(ask.means().withAllocation("uniform"), "every group cut alike instead");
    }

    private TrialRequest again(CutMethods means, String how) {
      return ask.by(means, "trial " + trial.number() + " was rejected: " + how);
    }
  }

  /**
   * What to try next at the same ratio; empty where the ratio must change.
   *
   * @param trial that was rejected
   * @param cut the last cut at this ratio: the trial's own, or the one that it tuned further
   * @param tuned whether what this cut came to was tuned further already
   */
  Optional<TrialRequest> answer(Trial trial, TrialRequest cut, boolean tuned) {
    boolean freely =
        cut.searched()
            && !recipe.search().wanted()
            && recipe.search().screen() == 0
            && recipe.cut().granularity().cutsUnits();
    Case one = new Case(trial, cut, tuned ? 0 : epochs, gradients, freely);
    boolean on = recipe.schedule().feedback() == FeedbackMode.AUTO && left > 0;
    Optional<Rule> rule =
        RULES.stream().filter(r -> (on || r.always()) && r.when().test(one)).findFirst();
    if (rule.isPresent() && !rule.get().always()) {
      left--;
    }
    return rule.map(r -> r.answer().apply(one));
  }
}
