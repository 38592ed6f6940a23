package dev.espalier.training;

import dev.espalier.data.Dataset;
import dev.espalier.files.Json;
import dev.espalier.job.Examples;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.StepRecord.EpochRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.TuneReplay;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tunes candidates as the recipe says, against the original as the teacher. */
public final class Training {
  private static final String PACE = "pace.json";

  /** Trainings of fewer updates that compare ways to cut take the rate of the test. */
  private static final int BRIEF = 100;

  /** Without a search, trainings that the longest exceeds by this factor may be repeated. */
  private static final double SHORT = 3;

  private final Tools tools;
  private final Recipe recipe;
  private final @Nullable Examples examples;
  private final @Nullable Teacher teacher;
  private final @Nullable Path checkpoint;
  private @Nullable Pace pace;

  /**
   * @param checkpoint a file by which a training that was cut off goes on; null for none
   */
  public Training(
      Tools tools,
      Recipe recipe,
      @Nullable Examples examples,
      @Nullable Teacher teacher,
      @Nullable Path checkpoint) {
    this.tools = tools;
    this.recipe = recipe;
    this.examples = examples;
    this.teacher = teacher;
    this.checkpoint = checkpoint;
  }

  /**
   * A candidate after training, and how it went.
   *
   * @param folds the models that would have been kept without each fold of a small gate; else empty
   * @param notes what went otherwise than usual, for a person
   */
  public record Trained(
      Candidate candidate, List<EpochRecord> epochs, List<Model> folds, List<String> notes) {}

  /** Whether anything would be trained at all. */
  public boolean possible() {
    return tools.tuner() != null
        && examples != null
        && examples.train() != null
        && recipe.tune().amount().epochs() > 0;
  }

  /** Length of the tuning between cuts: the recipe's, or longer where the examples are few. */
  public double shortEpochs() {
    Dataset train = examples == null ? null : examples.train();
    if (!possible() || train == null) {
      return 0;
    }
    double least =
        (double) recipe.tune().amount().minUpdates()
            * recipe.tune().amount().batch()
            / train.size();
    return Math.max(recipe.tune().amount().stepEpochs(), least);
  }

  /**
   * Trains for {@code epochs}, which may be a fraction; the same candidate comes back where
   * training is off. The first training of a run finds the pace of all.
   */
  public Trained tune(Candidate candidate, double epochs, boolean fromScratch) {
    return tune(candidate, epochs, fromScratch, "");
  }

  /**
   * @param trial by whose name the state of the training is kept
   */
  Trained tune(Candidate candidate, double epochs, boolean fromScratch, String trial) {
    Tuner tuner = tools.tuner();
    if (tuner == null || examples == null || examples.train() == null || epochs <= 0) {
      return new Trained(candidate, List.of(), List.of(), List.of());
    }
    Tuner.Request open = request(candidate, epochs, fromScratch);
    List<String> notes = new ArrayList<>();
    Pace known = pace(tuner, open);
    boolean brief = trial.isEmpty() && updates(open) < BRIEF;
    Tuner.Request request =
        open.withSettings(
            recipe
                .tune()
                .paced(
                    brief
                        ? known.briefly()
                        : fromScratch ? known.atLeastBriefly() : known.steps()));
    if (!fromScratch && HeldOut.of(examples, recipe.seed()).few()) {
      CrossCheck.Checked checked = new CrossCheck(tuner, examples.task()).of(request);
      notes.addAll(checked.notes());
      if (!checked.helps()) {
        return new Trained(candidate, List.of(), List.of(), notes);
      }
      request = checked.request();
    }
    request = request.withCheckpoint(checkpoint(trial));
    Tuner.Result result;
    if (!known.settled() && mayRepeat(open, trial)) {
      FallingRates rates = new FallingRates(tuner, examples.task());
      FallingRates.Best best = rates.of(request, n -> checkpoint(trial + "-rate-" + n), known);
      keep(best.pace());
      result = best.result();
    } else {
      result = tuner.tune(request);
    }
    notes.addAll(result.notes());
    return new Trained(
        candidate.then(result.model(), TuneReplay.done(epochs, fromScratch)),
        result.epochs().stream().map(Training::row).toList(),
        result.folds(),
        notes);
  }

  private double updates(Tuner.Request request) {
    double batch = recipe.tune().amount().batch();
    return request.regime().epochs() * request.material().train().size() / batch;
  }

  /**
   * Whether a training is a trial's, judged by examples that it does not learn from, and little of
   * its run: many trials follow, or a training that is much longer.
   */
  private boolean mayRepeat(Tuner.Request request, String trial) {
    return !trial.isEmpty()
        && request.material().unseen() != null
        && (recipe.goal().searches()
            || request.regime().epochs() * SHORT <= recipe.tune().amount().epochs());
  }

  private @Nullable Path checkpoint(String trial) {
    return checkpoint == null || trial.isEmpty()
        ? checkpoint
        : checkpoint.resolveSibling("training-" + trial + ".pt");
  }

  /** What a training of this candidate asks for, its pace still open. */
  Tuner.Request request(Candidate candidate, double epochs, boolean fromScratch) {
    Examples given = Objects.requireNonNull(examples);
    Map<String, Tensor> masks = new LinkedHashMap<>();
    candidate.plan().masks().forEach((name, mask) -> masks.put(name, mask.tensor()));
    HeldOut held = HeldOut.of(given, recipe.seed());
    return new Tuner.Request(
            candidate.model(),
            given.task(),
            new Tuner.Material(held.train(), given.gate(), Gate.folds(given), held.watch()),
            new Tuner.Regime(recipe.tune(), epochs, fromScratch, recipe.seed()))
        .withTeacher(
            recipe.tune().lesson().imitation() > 0 || given.task().taught() ? teacher : null)
        .withMasks(masks)
        .withProgress(tools.progress());
  }

  /** Found once in a run, on the first candidate that is tuned, and kept beside its checkpoint. */
  private Pace pace(Tuner tuner, Tuner.Request request) {
    Pace known = pace;
    if (known == null) {
      Path kept = paceFile();
      known =
          kept != null && Files.exists(kept) ? Json.read(kept, Pace.class) : tuner.pace(request);
      keep(known);
    }
    return known;
  }

  private void keep(Pace found) {
    Path kept = paceFile();
    if (kept != null) {
      Json.write(found, kept);
    }
    pace = found;
  }

  private @Nullable Path paceFile() {
    return checkpoint == null ? null : checkpoint.resolveSibling(PACE);
  }

  /** What trainings run on, for a person; empty without a tuner. */
  public String threads() {
    return tools.tuner() == null ? "" : tools.tuner().threads(recipe.tune().threads());
  }

  /** What was found, once something was tuned. */
  public Optional<Pace> pace() {
    return Optional.ofNullable(pace);
  }

  public static EpochRecord row(Tuner.Epoch e) {
    return new EpochRecord(
        e.epoch(),
        e.trainLoss(),
        e.validationMetric(),
        e.learningRate(),
        e.seconds(),
        e.imagesPerSecond());
  }
}
