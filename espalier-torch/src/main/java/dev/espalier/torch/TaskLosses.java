package dev.espalier.torch;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.task.PixelForm;
import dev.espalier.task.Task;
import java.util.ServiceLoader;

/** All losses: those here, and those of other jars. */
public final class TaskLosses {
  /** Those of the house, and behind them those of other jars. */
  public static final Catalogue<TaskLoss> CATALOGUE =
      Catalogue.open(
          "loss",
          ServiceLoader.load(TaskLoss.class),
          new CrossEntropy(),
          new BinaryCrossEntropy(),
          new SquaredError(),
          new OutputMatching(),
          new RelativeMatching(),
          new EmbeddingMatching(),
          new DetectionMatching(null),
          new TokenCrossEntropy(1, true),
          new CrossEntropyDice(0, PixelForm.CLASSES_FIRST, true));

  private TaskLosses() {}

  /** The task's own. */
  static TaskLoss of(Task task) {
    return CATALOGUE.require(task.kind().loss()).of(task);
  }
}
