package dev.espalier.dynamic;

import dev.espalier.judge.Gate;
import dev.espalier.quality.Luck;
import dev.espalier.quality.PairedDrop;
import dev.espalier.recipe.GoalSettings;
import dev.espalier.record.Drop;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a member may answer everything by itself: on some parts of the data together no metric
 * falls by more than is allowed, as a static model is judged.
 *
 * <p>The one that a search has found was judged there already. Each of the others is one of several
 * that are tried, so that where examples are few it needs a margin for luck ({@link Luck}).
 *
 * @param parts what all members say there
 * @param among how many members are tried
 */
record Alone(GoalSettings goal, Task task, List<AnsweredRows> parts, int among) {
  boolean keeps(Variant variant) {
    double luck = variant.kind().equals(Variant.FOUND) ? 0 : Luck.ofBest(among);
    double allowed = goal.maxDrop() == null ? 0 : goal.maxDrop();
    return IntStream.range(0, task.answers().size())
        .allMatch(answer -> judged(variant, answer, luck) <= allowed + 1e-12);
  }

  /** The mean loss over all parts, and where it is not known well so many standard errors of it. */
  private double judged(Variant variant, int answer, double luck) {
    double records = 0;
    double loss = 0;
    double square = 0;
    for (AnsweredRows part : parts) {
      Predictions before = part.original();
      Predictions after = part.of(variant);
      Drop drop = Gate.drops(task, before, after, goal).get(answer);
      double error =
          PairedDrop.standardError(
              task.answers().get(answer).task(),
              before.part(task, answer),
              after.part(task, answer));
      double own = goal.confidence() == null ? drop.value() : drop.high();
      records += drop.records();
      loss += own * drop.records();
      square += Math.pow(error * drop.records(), 2);
    }
    double error = Math.sqrt(square) / records;
    double allowed = goal.maxDrop() == null ? Double.NaN : goal.maxDrop();
    boolean unsure = Luck.counts(records, error, allowed) && goal.confidence() == null;
    return loss / records + (unsure ? luck * error : 0);
  }
}
