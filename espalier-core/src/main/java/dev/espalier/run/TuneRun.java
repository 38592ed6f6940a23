package dev.espalier.run;

import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.SplitMark;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.WholeFile;
import dev.espalier.job.Begun;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.job.TuneRequest;
import dev.espalier.judge.Gate;
import dev.espalier.judge.JudgedParts;
import dev.espalier.judge.Measurement;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.op.Checks;
import dev.espalier.ort.Opening;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.Restored;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.DataRoles;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.training.Training;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import dev.espalier.verdict.RunKind;
import dev.espalier.verdict.Verdicts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trains a graph as it is, and measures it before and after in ONNX Runtime. */
public final class TuneRun {
  private final Tools tools;

  /**
   * With these tools.
   *
   * @param tools what trains
   */
  public TuneRun(Tools tools) {
    this.tools = tools;
  }

  /**
   * Runs a request to its end and writes the run folder (model, record, recipe). The best weights
   * on the validation split are kept, where there is one. Bad input ends in {@code
   * ModelFormatException}, {@code DataException} or {@code RecipeException} before anything is
   * written.
   *
   * @param request model, data, recipe and folder of the run
   * @return the result with its plan and everything measured
   */
  public PruneResult tune(TuneRequest request) {
    Instant started = Instant.now();
    Recipe recipe = Resolved.recipe(request.recipe());
    if (recipe.tune().amount().epochs() == 0) {
      throw new RecipeException("tune.epochs is 0: nothing would be trained; set it to 1 or more");
    }
    RunFolder.requireReady(request.out(), request.resume(), tools.progress()::warned);
    Inputs inputs = read(request);
    Prepared prepared = Prepared.of(inputs.model(), recipe.cut().heads().word());
    RunJournal journal =
        new RunJournal(request.asRun(), new Planning(recipe), prepared, tools.progress(), started);
    Begun begun = Begun.of(request.asRun(), inputs.splits().hash());
    begun.requireSame(new RunFolder(request.out()));
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      begun.keep(folder);
      WholeFile.write(folder.file(RunFolder.RECIPE), RecipeCodec.yaml(recipe));
      inputs.splits().preprocessing().write(folder.path());
      inputs.splits().notes().forEach(journal::warn);
      try {
        return tune(request, new Work(recipe, inputs, folder), journal);
      } catch (RuntimeException | OutOfMemoryError e) {
        journal.failed(folder, e);
        throw e;
      }
    }
  }

  /** What a run works with once all that was asked for is known to be possible. */
  private record Work(Recipe recipe, Inputs inputs, RunFolder folder) {}

  private PruneResult tune(TuneRequest request, Work work, RunJournal journal) {
    Inputs inputs = work.inputs();
    RunFolder folder = work.folder();
    Tuner.Result trained = train(work, journal);
    Model result = SplitMark.put(Restored.of(inputs.model(), trained.model()), inputs.splits());
    OnnxWriter.write(result, folder.file(RunFolder.MODEL));
    RunRecord record =
        record(journal, request, inputs, new Outcome(result, trained.epochs(), trained.notes()));
    Json.write(record, folder.file(RunFolder.RECORD));
    folder.finish();
    return new PruneResult(
        result, dev.espalier.plan.PrunePlan.whole(work.recipe().cut().heads().word()), record);
  }

  private record Inputs(Model model, Splits splits, Task task, Dataset train) {}

  private record Outcome(Model model, List<Tuner.Epoch> epochs, List<String> notes) {}

  private static Inputs read(TuneRequest request) {
    Model model = Opening.network(request.model(), request.recipe().inputs());
    Splits splits = DataSource.open(request.data(), model);
    if (!request.recipe().tune().fromScratch()) {
      Checks.finite(ConstantNodes.toInitializers(model), request.model().toString());
      SplitMark.check(model, splits, request.model().toString());
    }
    Dataset train = splits.train();
    if (train == null) {
      throw new DataException(
          splits.source() + " has no train split to learn from; name one under `splits:`");
    }
    if (splits.task().taught()) {
      throw new DataException(
          splits.source()
              + " has no labels to learn from; name them under `labels:`, or imitate an original with `espalier prune`");
    }
    return new Inputs(
        model, splits, splits.task().judgedBy(request.recipe().goal().metric()), train);
  }

  private Tuner.Result train(Work work, RunJournal journal) {
    Inputs inputs = work.inputs();
    Recipe recipe = work.recipe();
    Tuner tuner = Objects.requireNonNull(tools.tuner(), "training needs a tuner");
    Tuner.Request training =
        new Tuner.Request(
                inputs.model(),
                inputs.task(),
                new Tuner.Material(inputs.train(), inputs.splits().validation()),
                new Tuner.Regime(recipe.tune(), recipe.seed())
                    .withFromScratch(recipe.tune().fromScratch()))
            .withProgress(tools.progress())
            .withCheckpoint(work.folder().training());
    Pace pace = tuner.pace(training);
    journal.trained(pace, tuner.threads(recipe.tune().threads()));
    return tuner.tune(training.withSettings(recipe.tune().paced(pace.steps())));
  }

  private RunRecord record(
      RunJournal journal, TuneRequest request, Inputs inputs, Outcome outcome) {
    Dataset test =
        inputs.splits().test() != null ? inputs.splits().test() : inputs.splits().validation();
    Predictions before = test == null ? null : Gate.predict(inputs.model(), inputs.task(), test);
    Predictions after = test == null ? null : Gate.predict(outcome.model(), inputs.task(), test);
    Figures original = figures(inputs.model(), inputs, before);
    Figures result = figures(outcome.model(), inputs, after);
    RunRecordBuilder builder =
        journal
            .begin()
            .status(Status.DONE, message(request, inputs, outcome, after))
            .data(roles(inputs))
            .original(original)
            .result(result);
    if (before != null && after != null && !request.recipe().tune().fromScratch()) {
      builder.drop(Gate.drop(inputs.task(), before, after, Recipe.defaults().goal()));
    }
    if (test != null && before != null && after != null) {
      builder.parts(
          new JudgedParts(inputs.task(), test, Recipe.defaults().goal())
              .of(before, after, List.of()));
    }
    if (test == null) {
      builder.warning(
          "the data has neither a test nor a validation split: nothing says how good the result"
              + " is");
    }
    builder.step(step(inputs, outcome, result, value(inputs, before), value(inputs, after)));
    return inputs.splits().test() == null
        ? builder.build()
        : new Verdicts(
                Recipe.defaults().withTune(request.recipe().tune()),
                AgainstChance.of(inputs.task(), before, after),
                RunKind.TRAINING)
            .judged(builder);
  }

  private static double value(Inputs inputs, @Nullable Predictions predictions) {
    return predictions == null ? Double.NaN : inputs.task().value(predictions);
  }

  private static Figures figures(Model model, Inputs inputs, @Nullable Predictions predictions) {
    return Measurement.of(
        model, List.of(), inputs.task(), predictions, inputs.splits().classNames());
  }

  private static StepRecord step(
      Inputs inputs, Outcome outcome, Figures result, double before, double after) {
    List<String> reasons = new ArrayList<>(outcome.notes());
    if (inputs.splits().validation() != null) {
      reasons.add("the best weights on validation were kept");
    } else if (outcome.notes().isEmpty()) {
      reasons.add("the last weights were kept");
    }
    List<StepRecord.EpochRecord> epochs = outcome.epochs().stream().map(Training::row).toList();
    double seconds = outcome.epochs().stream().mapToDouble(Tuner.Epoch::seconds).sum();
    return new StepRecord(
        1,
        1,
        "accept",
        reasons,
        result.macs(),
        result.parameters(),
        before,
        after,
        epochs,
        seconds,
        0);
  }

  private static String message(
      TuneRequest request, Inputs inputs, Outcome outcome, @Nullable Predictions after) {
    String how =
        request.recipe().tune().fromScratch() ? "trained from random weights" : "trained on";
    String epochs = outcome.epochs().size() + (outcome.epochs().size() == 1 ? " epoch" : " epochs");
    return after == null
        ? how + " for " + epochs
        : String.format(
            Locale.ROOT,
            "%s for %s: %s %.4f on %d unseen examples",
            how,
            epochs,
            inputs.task().metric(),
            inputs.task().value(after),
            after.records());
  }

  private static DataRoles roles(Inputs inputs) {
    Splits splits = inputs.splits();
    List<DataRoles.Role> rows = new ArrayList<>();
    rows.add(new DataRoles.Role("training", "train", inputs.train().size(), true));
    Dataset validation = splits.validation();
    if (validation != null) {
      rows.add(
          new DataRoles.Role("choice of the best weights", "validation", validation.size(), false));
    }
    Dataset test = splits.test();
    if (test != null) {
      rows.add(new DataRoles.Role("final figures", "test", test.size(), false));
    }
    return new DataRoles(
        splits.source(), Source.described(inputs.task()), splits.hash(), splits.classNames(), rows);
  }
}
