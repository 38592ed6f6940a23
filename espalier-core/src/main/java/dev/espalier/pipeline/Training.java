package dev.espalier.pipeline;

import dev.espalier.data.Dataset;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.StepRecord.EpochRecord;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tuner;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tunes candidates as the recipe says, against the original as the teacher. */
final class Training {
  private final Tools tools;
  private final Recipe recipe;
  private final @Nullable Examples examples;
  private final @Nullable Teacher teacher;
  private final @Nullable Path checkpoint;

  /**
   * @param checkpoint a file by which a training that was cut off goes on; null for none
   */
  Training(
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
   */
  record Trained(Candidate candidate, List<EpochRecord> epochs, List<Model> folds) {}

  /** Whether anything would be trained at all. */
  boolean possible() {
    return tools.tuner() != null
        && examples != null
        && examples.train() != null
        && recipe.tune().epochs() > 0;
  }

  /** Length of the tuning between cuts: the recipe's, or longer where the examples are few. */
  double shortEpochs() {
    Dataset train = examples == null ? null : examples.train();
    if (!possible() || train == null) {
      return 0;
    }
    double least = (double) recipe.tune().minUpdates() * recipe.tune().batch() / train.size();
    return Math.max(recipe.tune().stepEpochs(), least);
  }

  /**
   * Trains for {@code epochs}, which may be a fraction; the same candidate comes back where
   * training is off.
   */
  Trained tune(Candidate candidate, double epochs, boolean fromScratch) {
    Tuner tuner = tools.tuner();
    Dataset train = examples == null ? null : examples.train();
    if (tuner == null || examples == null || train == null || epochs <= 0) {
      return new Trained(candidate, List.of(), List.of());
    }
    Map<String, Tensor> masks = new LinkedHashMap<>();
    candidate.plan().masks().forEach((name, mask) -> masks.put(name, mask.tensor()));
    Tuner.Result result =
        tuner.tune(
            new Tuner.Request(
                    candidate.model(),
                    train,
                    examples.gate(),
                    examples.task(),
                    recipe.tune().distill() > 0 || examples.task().unlabelled() ? teacher : null,
                    masks,
                    recipe.tune(),
                    epochs,
                    fromScratch,
                    recipe.seed(),
                    tools.progress())
                .withFolds(Gate.folds(examples))
                .withCheckpoint(checkpoint));
    return new Trained(
        new Candidate(result.model(), candidate.plan()),
        result.epochs().stream().map(Training::row).toList(),
        result.folds());
  }

  static EpochRecord row(Tuner.Epoch e) {
    return new EpochRecord(
        e.epoch(),
        e.trainLoss(),
        e.validationMetric(),
        e.learningRate(),
        e.seconds(),
        e.imagesPerSecond());
  }
}
