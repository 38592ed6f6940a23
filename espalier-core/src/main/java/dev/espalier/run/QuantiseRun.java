package dev.espalier.run;

import dev.espalier.data.Dataset;
import dev.espalier.files.Json;
import dev.espalier.files.WholeFile;
import dev.espalier.job.Begun;
import dev.espalier.job.Examples;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.judge.Behaviour;
import dev.espalier.judge.Gate;
import dev.espalier.judge.JudgedParts;
import dev.espalier.judge.Measurement;
import dev.espalier.measure.Latency;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.quantise.QuantPlan;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.recipe.Target;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.Status;
import dev.espalier.record.TargetRecord;
import dev.espalier.stage.Done;
import dev.espalier.stage.PrepareStage;
import dev.espalier.stage.QuantiseReplay;
import dev.espalier.stage.StagePlan;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.verdict.RunKind;
import dev.espalier.verdict.Verdicts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores and computes a model in fewer bits, layer by layer where it keeps the metric and pays. */
public final class QuantiseRun {
  /** The loss that is allowed where there is data and nobody says how much: half a point. */
  public static final double USUAL_DROP = 0.005;

  private final Progress progress;

  /**
   * With someone to tell.
   *
   * @param progress is told what is being tried
   */
  public QuantiseRun(Progress progress) {
    this.progress = progress;
  }

  /**
   * Runs a request to its end and writes the run folder (model, plan, record, recipe). Bad input
   * ends in {@code ModelFormatException}, {@code DataException} or {@code RecipeException} before
   * anything is written.
   *
   * @param request model, data, recipe and folder of the run
   * @return the result with everything measured
   */
  public PruneResult quantise(PruneRequest request) {
    Instant started = Instant.now();
    Recipe recipe = Resolved.recipe(request.recipe()).quantised();
    check(recipe);
    RunFolder.requireReady(request.out(), request.resume(), progress::warned);
    Source source = Source.read(request);
    Begun begun = Begun.of(request, source.records());
    begun.requireSame(new RunFolder(request.out()));
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      begun.keep(folder);
      Prepared prepared = folder.planned(request.resume(), () -> prepared(source, recipe, request));
      RunJournal journal =
          new RunJournal(request, new Planning(recipe), prepared, progress, started);
      WholeFile.write(folder.file(RunFolder.RECIPE), RecipeCodec.yaml(recipe));
      source.preprocessing().write(folder.path());
      source.notes().forEach(journal::warn);
      try {
        return new Work(recipe, source, prepared, folder).run(journal);
      } catch (RuntimeException | OutOfMemoryError e) {
        journal.failed(folder, e);
        throw e;
      }
    }
  }

  private static void check(Recipe recipe) {
    for (Aim aim : recipe.goal().aims()) {
      if (aim.what() != Target.LATENCY && aim.what() != Target.BYTES) {
        throw new RecipeException(
            "quantize shortens time and files, not "
                + aim.what().word()
                + ": --target latency or bytes, or `espalier prune`");
      }
    }
  }

  private static Prepared prepared(Source source, Recipe recipe, PruneRequest request) {
    Prepared prepared = Prepared.of(source.model(), recipe.cut().heads().word());
    if (!prepared.integers().isEmpty()) {
      throw new RecipeException(
          request.model()
              + ": its layers multiply integers already; quantize the float model that it was made from, or"
              + " cut this one (espalier prune)");
    }
    return prepared;
  }

  /** A run whose request was found sound. */
  private final class Work {
    private final Recipe recipe;
    private final Source source;
    private final Prepared prepared;
    private final RunFolder folder;
    private final @Nullable Examples examples;
    private final QuantJob job;

    Work(Recipe recipe, Source source, Prepared prepared, RunFolder folder) {
      this.recipe = recipe;
      this.source = source;
      this.prepared = prepared;
      this.folder = folder;
      this.examples = source.examples();
      this.job = new QuantJob(recipe, prepared, examples);
    }

    PruneResult run(RunJournal journal) {
      Dataset judging = examples == null ? null : examples.gate();
      Gate gate =
          examples == null || judging == null
              ? null
              : new Gate(examples.task(), judging, recipe.goal(), source.model());
      if (gate == null) {
        journal.warn("no examples decide: nothing says what the fewer bits lose");
      }
      FormSearch search = job.search(gate, 0, progress);
      Optional<FormSearch.Tried> found = search.found();
      QuantPlan plan = found.map(FormSearch.Tried::plan).orElse(QuantPlan.NONE);
      Model result = source.finished(found.map(FormSearch.Tried::model).orElse(job.ready()));
      OnnxWriter.write(result, folder.file(RunFolder.MODEL));
      Json.write(StagePlan.of(done(plan)), folder.file(RunFolder.PLAN));
      CertificateRecord proof = job.proof(plan, result);
      RunRecord record = record(journal, search, found, result, proof);
      Json.write(record, folder.file(RunFolder.RECORD));
      folder.finish();
      return new PruneResult(result, PrunePlan.whole(recipe.cut().heads().word()), record);
    }

    private List<Done> done(QuantPlan plan) {
      return List.of(
          PrepareStage.of(prepared, recipe.cut().heads().word()).done().get(0),
          QuantiseReplay.done(plan));
    }

    private RunRecord record(
        RunJournal journal,
        FormSearch search,
        Optional<FormSearch.Tried> found,
        Model result,
        CertificateRecord proof) {
      progress.at("measuring", 0, 1);
      Model original = source.model();
      List<Latency> times = FinalTimes.of(recipe, original, result, examples);
      RunRecordBuilder builder = journal.begin().certificate(proof);
      Predictions before = null;
      Predictions after = null;
      if (examples != null) {
        before = Gate.predict(original, examples.task(), examples.test());
        after = Gate.predict(result, examples.task(), examples.test());
        builder
            .data(examples.roles())
            .drop(Gate.drop(examples.task(), before, after, recipe.goal()))
            .parts(
                new JudgedParts(examples.task(), examples.test(), recipe.goal())
                    .of(before, after, List.of()));
        builder.behaviour(Behaviour.of(examples, before, after, null));
      }
      Figures first = figures(original, times, 0, before);
      Figures second = figures(result, times, 1, after);
      List<TargetRecord> targets =
          recipe.goal().aims().stream().map(aim -> reached(recipe, aim, first, second)).toList();
      search.steps(second.macs(), second.parameters()).forEach(builder::step);
      boolean met = targets.stream().allMatch(t -> t.met() || !t.hard());
      boolean proved = proof.certified();
      Status status = found.isPresent() && met && proved ? Status.DONE : Status.UNREACHABLE;
      builder
          .status(status, message(found, search, new Ends(first, second, targets, proof)))
          .original(first.withBytes(Measurement.fileBytes(journal.model(), original)))
          .result(second)
          .targets(targets);
      progress.at("measuring", 1, 1);
      Task task = examples == null ? null : examples.task();
      return new Verdicts(recipe, AgainstChance.of(task, before, after), RunKind.SERVING)
          .judged(builder);
    }

    private Figures figures(
        Model model, List<Latency> times, int which, @Nullable Predictions predictions) {
      return Measurement.of(
          model,
          times.stream().map(t -> t.figures().get(which)).toList(),
          examples == null ? null : examples.task(),
          predictions,
          examples == null ? List.of() : examples.roles().classNames());
    }
  }

  private static TargetRecord reached(Recipe recipe, Aim aim, Figures original, Figures result) {
    double reached =
        aim.what() == Target.BYTES
            ? (double) result.bytes() / original.bytes()
            : FinalTimes.share(recipe, original, result);
    return new TargetRecord(
        aim.what().word(), aim.ratio(), aim.hard(), reached, reached <= aim.ratio());
  }

  /** What a run ends with. */
  private record Ends(
      Figures original, Figures result, List<TargetRecord> targets, CertificateRecord proof) {}

  private static String message(Optional<FormSearch.Tried> found, FormSearch search, Ends ends) {
    if (!ends.proof.certified()) {
      return "ONNX Runtime computes something else here: " + ends.proof.message();
    }
    if (found.isEmpty()) {
      return search.nothing() + "; model.onnx computes as the original does";
    }
    String name = found.get().name();
    Figures.LatencyFigure before = ends.original.latency().get(0);
    Figures.LatencyFigure after = ends.result.latency().get(0);
    return ends.targets.stream()
        .filter(t -> t.hard() && !t.met())
        .findFirst()
        .map(
            t ->
                String.format(
                    Locale.ROOT,
                    "%s of %.2f was asked for, and %.2f is the best found (%s)",
                    t.what(),
                    t.asked(),
                    t.reached(),
                    name))
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "%s: %.2f of the time at batch %d, %.2f of the bytes",
                    name,
                    after.medianMicros() / before.medianMicros(),
                    before.batch(),
                    (double) ends.result.bytes() / ends.original.bytes()));
  }
}
