package dev.espalier.run;

import dev.espalier.cut.Targeting;
import dev.espalier.data.Dataset;
import dev.espalier.data.Sample;
import dev.espalier.job.Examples;
import dev.espalier.job.Source;
import dev.espalier.judge.Gate;
import dev.espalier.measure.Latency;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.trial.Strategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pruning in fewer bits ({@code quant.kind}). Cutting and rounding share the allowed
 * loss, so the smallest cut may leave none to round with: where a search is free to choose, forms
 * are tried on the smallest cut that passed, on the next milder one and on the original, and the
 * fastest of all that keep the metric is written, in floats where that is the fastest.
 */
final class FewerBits {
  /** Training examples that decide where no others do. */
  private static final int JUDGED = 2000;

  private final Recipe recipe;
  private final Source source;
  private final Trials trials;
  private final @Nullable Gate gate;
  private final Progress progress;

  /**
   * @param recipe of the run
   * @param source the original and its data
   * @param trials that ended
   * @param gate judges against the original; null where no loss was named
   * @param progress is told what is being tried
   */
  FewerBits(Recipe recipe, Source source, Trials trials, @Nullable Gate gate, Progress progress) {
    this.recipe = recipe;
    this.source = source;
    this.trials = trials;
    this.gate = gate;
    this.progress = progress;
  }

  /**
   * A cut in fewer bits.
   *
   * @param job what times and proves it
   * @param trial the cut
   * @param form how its layers are stored
   */
  private record Found(QuantJob job, Trial trial, FormSearch.Tried form) {}

  /** What is written: the best in fewer bits, or what came in where none is better. */
  RunEnding of(RunEnding floats) {
    Strategy.Choice choice = floats.choice();
    if (!recipe.quant().wanted() || choice.status() == Status.FAILED) {
      return floats;
    }
    List<StepRecord> steps = new ArrayList<>();
    List<Found> found = new ArrayList<>();
    List<String> nothing = new ArrayList<>();
    for (Trial start : starts(choice.trial())) {
      Model cut = trials.candidate(start.number()).model();
      QuantJob job =
          new QuantJob(recipe, Prepared.of(cut, recipe.cut().heads().word()), source.examples());
      FormSearch search = job.search(judge(cut), trials.done().size() + steps.size(), progress);
      search
          .found()
          .ifPresentOrElse(
              form -> found.add(new Found(job, start, form)), () -> nothing.add(search.nothing()));
      steps.addAll(search.steps(start.step().macs(), start.step().parameters()));
    }
    RunEnding best = found.isEmpty() ? floats.saying(nothing.get(0)) : best(floats, found);
    return best.with(steps);
  }

  /** The trials whose models are tried in fewer bits, the smallest first. */
  private List<Trial> starts(Trial chosen) {
    if (!recipe.goal().searches() || chosen.number() == 0) {
      return List.of(chosen);
    }
    List<Trial> starts = new ArrayList<>(List.of(chosen));
    trials.milder(chosen).stream().limit(1).forEach(starts::add);
    starts.add(trials.original());
    return starts;
  }

  /**
   * Judges against the original; where no loss was named, half a point against the cut, on training
   * examples, since none were set aside to decide.
   */
  private @Nullable Gate judge(Model cut) {
    Examples examples = source.examples();
    Dataset train = examples == null ? null : examples.train();
    return gate != null || examples == null || train == null
        ? gate
        : new Gate(
            examples.task(),
            Sample.of(train, examples.task(), JUDGED, recipe.seed()),
            recipe.goal().allowing(QuantiseRun.USUAL_DROP),
            cut);
  }

  /**
   * The fastest of those that meet all hard targets, where bytes are aimed at the smallest; all are
   * timed side by side.
   */
  private RunEnding best(RunEnding floats, List<Found> found) {
    List<Model> models = new ArrayList<>(List.of(source.model(), floats.candidate().model()));
    found.forEach(f -> models.add(f.form.model()));
    Latency times = Latency.measure(models, found.get(0).job.timing());
    boolean done = floats.choice().status() == Status.DONE;
    List<Integer> good =
        IntStream.range(done ? 1 : 2, models.size())
            .filter(i -> i == 1 || met(found.get(i - 2), times.ratio(i, 0).median()))
            .boxed()
            .toList();
    boolean small = recipe.goal().led() == Target.BYTES;
    int best =
        good.stream()
            .min(
                (i, j) ->
                    size(models.get(i), times.ratio(i, 1).median())
                        .compare(size(models.get(j), times.ratio(j, 1).median()), small))
            .orElse(1);
    return best == 1
        ? floats.saying("fewer bits do not pay here: the floats are as good")
        : ending(floats, found.get(best - 2), times.ratio(best, 1).median());
  }

  private static FormSearch.Size size(Model model, double time) {
    return new FormSearch.Size(time, OnnxWriter.bytes(model).length);
  }

  private RunEnding ending(RunEnding floats, Found found, double time) {
    Trial trial = found.trial;
    Strategy.Choice before = floats.choice();
    String message =
        String.format(
            Locale.ROOT,
            "%s%s in fewer bits (%s) takes %.2f of the time of %s in floats",
            before.status() == Status.DONE ? before.message() + "; " : "",
            trial.number() == 0
                ? "the original"
                : String.format(Locale.ROOT, "the cut to %.2f", trial.cut().achieved()),
            found.form.name(),
            time,
            before.trial().number() == 0 ? "the original" : "the smallest cut");
    return found.job.ending(
        new Strategy.Choice(trial, Status.DONE, message),
        trials.candidate(trial.number()),
        found.form.plan());
  }

  private boolean met(Found found, double time) {
    return recipe.goal().aims().stream()
        .filter(Aim::hard)
        .allMatch(a -> Targeting.met(a, reached(a, found, time)));
  }

  private double reached(Aim aim, Found found, double time) {
    return switch (aim.what()) {
      case LATENCY -> time;
      case BYTES -> (double) found.form.bytes() / OnnxWriter.bytes(source.model()).length;
      default ->
          found.trial.cut().reached().getOrDefault(aim.what().word(), Double.POSITIVE_INFINITY);
    };
  }
}
