package dev.espalier.run;

import dev.espalier.judge.Gate;
import dev.espalier.quality.Chance;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.verdict.Verdicts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the final answers compare with those of a model that has learnt nothing. */
@SuppressWarnings("exports") // called by this module alone
public final class AgainstChance {
  private AgainstChance() {}

  /**
   * Compares the answers of the original and of the result with chance.
   *
   * @param task that judges; null without data
   * @param before answers of the original on the final examples; null without any
   * @param after answers of the result on the same examples; null without any
   * @return for the verdict; null where nothing can be said
   */
  public static Verdicts.@Nullable Chances of(
      @Nullable Task task, @Nullable Predictions before, @Nullable Predictions after) {
    if (task == null || before == null || after == null) {
      return null;
    }
    String figures =
        String.format(
            Locale.ROOT,
            "%s %.4f, the original's %.4f, chance %.4f",
            task.metric(),
            Gate.value(task, before, after),
            Gate.value(task, before, before),
            task.chance(after));
    return new Verdicts.Chances(Chance.near(task, before), Chance.near(task, after), figures);
  }
}
