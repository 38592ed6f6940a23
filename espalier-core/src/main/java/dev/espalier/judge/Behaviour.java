package dev.espalier.judge;

import dev.espalier.job.Examples;
import dev.espalier.record.RobustnessRecord;
import dev.espalier.record.RunBehaviour;
import dev.espalier.task.Predictions;
import org.jspecify.annotations.Nullable;

/** What a result answers otherwise than the original, of whatever kind the task is. */
public final class Behaviour {
  private Behaviour() {}

  /**
   * {@return all that the task's kind tells of}
   *
   * @param examples that both models answered, those of the final figures
   * @param before what the original said
   * @param after what the result said
   * @param robustness how both hold out on harder inputs; null where nobody looked
   */
  public static RunBehaviour of(
      Examples examples,
      Predictions before,
      Predictions after,
      @Nullable RobustnessRecord robustness) {
    return new RunBehaviour(
        Answers.of(examples, before, after).orElse(null),
        MovedVectors.of(examples, before, after).orElse(null),
        BoxPictures.of(examples, before, after),
        MaskPictures.of(examples, before, after),
        robustness);
  }
}
