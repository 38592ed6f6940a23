package dev.espalier.run;

import dev.espalier.job.Source;
import dev.espalier.judge.Gate;
import dev.espalier.prepare.Prepared;
import dev.espalier.quantise.FloatsOfIntegers;
import dev.espalier.quantise.QuantPlan;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.trial.Strategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pruning of a file whose layers multiply integers: what was cut and tuned in floats
 * multiplies integers again, and is judged as such. Where a search is free to choose, milder cuts
 * follow one that is rejected, and then the original.
 */
final class IntegersAgain {
  private final Recipe recipe;
  private final Source source;
  private final Set<String> integers;
  private final Trials trials;
  private final @Nullable Gate gate;

  /**
   * @param recipe of the run
   * @param source the original and its data
   * @param integers layers of the original that multiply integers
   * @param trials that ended
   * @param gate judges against the original; null where no loss was named
   */
  IntegersAgain(
      Recipe recipe, Source source, Set<String> integers, Trials trials, @Nullable Gate gate) {
    this.recipe = recipe;
    this.source = source;
    this.integers = integers;
    this.trials = trials;
    this.gate = gate;
  }

  /** What is written; the original as it came where nothing was cut. */
  RunEnding of(RunEnding floats) {
    Strategy.Choice choice = floats.choice();
    Trial chosen = choice.trial();
    if (chosen.number() == 0 || choice.status() == Status.FAILED) {
      return floats;
    }
    List<Trial> all = new ArrayList<>(List.of(chosen));
    if (recipe.goal().searches()) {
      all.addAll(trials.milder(chosen));
    }
    List<StepRecord> steps = new ArrayList<>();
    for (Trial trial : all) {
      Candidate cut = trials.candidate(trial.number());
      QuantJob job =
          new QuantJob(
              recipe, Prepared.of(cut.model(), recipe.cut().heads().word()), source.examples());
      QuantPlan plan = FloatsOfIntegers.again(job.ready(), integers);
      String said = choice.message() + "; " + layers(plan);
      RunEnding ending = job.ending(new Strategy.Choice(trial, choice.status(), said), cut, plan);
      Gate.Judgement judged =
          gate == null
              ? null
              : gate.judge(ending.candidate().model(), trials.done().size() + steps.size() + 1);
      if (judged == null) {
        return ending;
      }
      steps.add(step(trials.done().size() + steps.size() + 1, trial, judged));
      if (judged.accepted()) {
        return ending.with(steps);
      }
    }
    Strategy.Choice none =
        new Strategy.Choice(
            trials.original(),
            Status.UNREACHABLE,
            "no cut stays within the allowed loss once its layers multiply integers again; the"
                + " original was kept");
    return RunEnding.of(none, trials, source.model()).with(steps);
  }

  private String layers(QuantPlan plan) {
    return plan.layers().size() == integers.size()
        ? "its layers multiply integers, as those of the original do"
        : plan.layers().size()
            + " of "
            + integers.size()
            + " layers multiply integers, as those of the original do";
  }

  private static StepRecord step(int number, Trial trial, Gate.Judgement judged) {
    return new StepRecord(
        number,
        trial.ratio(),
        judged.accepted() ? "accept" : "reject",
        List.of("trial " + trial.number() + " with integers again", judged.reason()),
        trial.step().macs(),
        trial.step().parameters(),
        Double.NaN,
        judged.metric(),
        List.of(),
        0,
        0);
  }
}
