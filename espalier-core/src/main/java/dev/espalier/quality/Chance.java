package dev.espalier.quality;

import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.stream.IntStream;

/** Whether a model scores what one would that has learnt nothing. */
public final class Chance {
  private static final double STANDARD_ERRORS = 2;
  private static final double SHARE_OF_THE_WAY = 0.1;

  private Chance() {}

  /**
   * Whether the model is no better than chance by two standard errors, or by a tenth of the way to
   * perfection; of several tasks, whether any is.
   */
  public static boolean near(Task task, Predictions predictions) {
    if (task.composed()) {
      return IntStream.range(0, task.parts().size())
          .anyMatch(i -> near(task.parts().get(i).task(), predictions.part(task, i)));
    }
    double chance = task.chance(predictions);
    if (Double.isNaN(chance)) {
      return false;
    }
    double value = task.value(predictions);
    if (!task.higherIsBetter()) {
      return !(value < chance * (1 - SHARE_OF_THE_WAY));
    }
    double error =
        Math.sqrt(chance * (1 - chance) / (predictions.records() / (double) task.groupSize()));
    return !(value - chance > Math.max(STANDARD_ERRORS * error, SHARE_OF_THE_WAY * (1 - chance)));
  }
}
