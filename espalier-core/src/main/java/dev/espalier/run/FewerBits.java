package dev.espalier.run;

import dev.espalier.cut.Targeting;
import dev.espalier.data.Dataset;
import dev.espalier.job.Examples;
import dev.espalier.job.Source;
import dev.espalier.judge.Gate;
import dev.espalier.measure.Latency;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.quantise.QuantPlan;
import dev.espalier.quantise.Quantised;
import dev.espalier.quantise.Restored;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.Proofs;
import dev.espalier.stage.QuantiseReplay;
import dev.espalier.trial.Strategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.Trials;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pruning in fewer bits ({@code quant.kind}). Cutting and rounding share the allowed
 * loss, so the smallest cut may leave none to round with: where a search is free to choose, forms
 * are tried on the smallest cut that passed, on the next milder one and on the original, and the
 * fastest of all that keep the metric is written, in floats where that is the fastest.
 */
final class FewerBits {
  private final Recipe recipe;
  private final Source source;
  private final Trials trials;
  private final @Nullable Gate gate;
  private final Set<String> integers;
  private final Progress progress;

  /**
   * @param recipe of the run
   * @param source the original and its data
   * @param integers layers of the original that multiply integers
   * @param trials that ended
   * @param gate judges against the original; null where no loss was named
   * @param progress is told what is being tried
   */
  FewerBits(
      Recipe recipe,
      Source source,
      Set<String> integers,
      Trials trials,
      @Nullable Gate gate,
      Progress progress) {
    this.integers = integers;
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
  Ending of(Ending floats) {
    Strategy.Choice choice = floats.choice();
    if (choice.status() == Status.FAILED) {
      return floats;
    }
    if (!recipe.quant().wanted()) {
      return integers.isEmpty() || choice.trial().number() == 0 ? floats : again(floats);
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
    Ending best = found.isEmpty() ? floats.saying(nothing.get(0)) : best(floats, found);
    return best.with(steps);
  }

  /** What multiplied integers in the original multiplies them again. */
  private Ending again(Ending floats) {
    Candidate cut = floats.candidate();
    QuantJob job =
        new QuantJob(
            recipe, Prepared.of(cut.model(), recipe.cut().heads().word()), source.examples());
    QuantPlan plan = Restored.again(job.ready(), integers);
    return written(floats.choice(), cut, job, plan)
        .saying("its layers multiply integers, as those of the original do");
  }

  /** The trials whose models are tried in fewer bits, the smallest first. */
  private List<Trial> starts(Trial chosen) {
    if (!recipe.goal().searches() || chosen.number() == 0) {
      return List.of(chosen);
    }
    Stream<Trial> milder =
        trials.done().stream()
            .filter(t -> t.accepted() && t.repeats() == 0)
            .filter(t -> t.cut().certificate().certified())
            .filter(t -> t.cut().achieved() > chosen.cut().achieved())
            .sorted(Comparator.comparingDouble(t -> t.cut().achieved()))
            .limit(1);
    return Stream.concat(Stream.of(chosen), Stream.concat(milder, Stream.of(trials.original())))
        .toList();
  }

  /** Judges against the original; where no loss was named, half a point against the cut. */
  private @Nullable Gate judge(Model cut) {
    Examples examples = source.examples();
    Dataset judging = examples == null ? null : examples.gate();
    return gate != null || examples == null || judging == null
        ? gate
        : new Gate(examples.task(), judging, recipe.goal().allowing(QuantiseRun.USUAL_DROP), cut);
  }

  /** The fastest, where bytes are aimed at the smallest; all are timed side by side. */
  private Ending best(Ending floats, List<Found> found) {
    List<Model> models = new ArrayList<>(List.of(source.model(), floats.candidate().model()));
    found.forEach(f -> models.add(f.form.model()));
    Latency times = Latency.measure(models, found.get(0).job.timing());
    boolean small = recipe.goal().led() == Target.BYTES;
    int best = 1;
    for (int i = 2; i < models.size(); i++) {
      FormSearch.Size size = size(models.get(i), times.ratio(i, 1).median());
      if (size.compare(size(models.get(best), times.ratio(best, 1).median()), small) < 0) {
        best = i;
      }
    }
    return best == 1
        ? floats.saying("fewer bits do not pay here: the cut in floats is the fastest")
        : ending(floats, found.get(best - 2), times, best);
  }

  private static FormSearch.Size size(Model model, double time) {
    return new FormSearch.Size(time, OnnxWriter.bytes(model).length);
  }

  private Ending ending(Ending floats, Found found, Latency times, int which) {
    Trial trial = found.trial;
    Candidate cut = trials.candidate(trial.number());
    QuantPlan plan = found.form.plan();
    Strategy.Choice before = floats.choice();
    String message =
        String.format(
            Locale.ROOT,
            "%s; %sin fewer bits (%s) it takes %.2f of the time of the smallest cut in floats",
            before.message(),
            trial.number() == before.trial().number()
                ? ""
                : String.format(Locale.ROOT, "the cut to %.2f is kept, ", trial.cut().achieved()),
            found.form.name(),
            times.ratio(which, 1).median());
    boolean met =
        recipe.goal().aims().stream()
            .filter(Aim::hard)
            .allMatch(a -> Targeting.met(a, reached(a, found, times.ratio(which, 0).median())));
    Status status = met ? Status.DONE : before.status();
    return written(new Strategy.Choice(trial, status, message), cut, found.job, plan);
  }

  private static Ending written(
      Strategy.Choice choice, Candidate cut, QuantJob job, QuantPlan plan) {
    Candidate written = cut.then(Quantised.of(job.ready(), plan), QuantiseReplay.done(plan));
    CertificateRecord proof =
        Proofs.joined(choice.trial().cut().certificate(), job.proof(plan, written.model()));
    Status status = proof.certified() ? choice.status() : Status.FAILED;
    String message = proof.certified() ? choice.message() : proof.message();
    return new Ending(
        new Strategy.Choice(choice.trial(), status, message), written, proof, List.of());
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
