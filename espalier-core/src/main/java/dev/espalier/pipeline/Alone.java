package dev.espalier.pipeline;

import dev.espalier.data.Task;
import dev.espalier.ort.PairedDrop;
import dev.espalier.ort.Predictions;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a member may answer everything by itself: on the choice and the calibration part together
 * no metric falls by more than is allowed, as a static model is judged.
 *
 * <p>The one that a search has found was judged there already. Each of the others is one of several
 * that are tried, so that where examples are few it needs a margin for luck ({@link Gate#luck}).
 *
 * @param among how many members are tried
 */
record Alone(Recipe.Goal goal, Task task, Answered choice, Answered calibration, int among) {
  boolean keeps(Variant variant) {
    double luck = variant.kind().equals(Variant.FOUND) ? 0 : Gate.luck(among);
    double allowed = goal.maxDrop() == null ? 0 : goal.maxDrop();
    List<Part> first = parts(choice, variant);
    List<Part> second = parts(calibration, variant);
    for (int i = 0; i < first.size(); i++) {
      if (judged(first.get(i), second.get(i), luck) > allowed + 1e-12) {
        return false;
      }
    }
    return true;
  }

  /**
   * One task on one part.
   *
   * @param loss the drop, or its upper end where the user named a confidence
   * @param error standard error of the drop
   */
  private record Part(double loss, double error, double records) {}

  private List<Part> parts(Answered answered, Variant variant) {
    Predictions before = answered.original();
    Predictions after = answered.of(variant);
    List<Drop> drops = Gate.drops(task, before, after, goal);
    return IntStream.range(0, drops.size())
        .mapToObj(i -> part(drops.get(i), i, before, after))
        .toList();
  }

  private Part part(Drop drop, int answer, Predictions before, Predictions after) {
    Task own = task.answers().get(answer).task();
    return new Part(
        goal.confidence() == null ? drop.value() : drop.high(),
        PairedDrop.standardError(own, before.part(answer), after.part(answer)),
        drop.records());
  }

  private double judged(Part a, Part b, double luck) {
    double records = a.records + b.records;
    double loss = (a.loss * a.records + b.loss * b.records) / records;
    double error = Math.hypot(a.error * a.records, b.error * b.records) / records;
    boolean few = records < Gate.FEW && goal.confidence() == null;
    return loss + (few ? luck * error : 0);
  }
}
