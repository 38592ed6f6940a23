package dev.espalier.quality;

import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.Arrays;

/**
 * How much two models' outputs on the same records agree.
 *
 * @param sameAnswer share of records with the same answer, or how near they come, as the kind of
 *     task has it ({@link dev.espalier.task.TaskKind#agreement})
 * @param maxAbs largest difference of two outputs
 * @param maxRel {@code maxAbs} over the largest magnitude among the first model's outputs
 */
public record Agreement(double sameAnswer, double maxAbs, double maxRel) {
  /** Both must be of the same records and columns. */
  public static Agreement of(Task task, Predictions original, Predictions other) {
    requireSameLayout(original, other);
    double maxAbs = 0;
    double largest = 0;
    for (int i = 0; i < original.outputs().length; i++) {
      float a = original.outputs()[i];
      float b = other.outputs()[i];
      double difference = Math.abs((double) a - b);
      maxAbs =
          Math.max(
              maxAbs,
              a == b ? 0 : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      largest = Math.max(largest, Math.abs(a));
    }
    int[] all = new int[original.records()];
    Arrays.setAll(all, i -> i);
    return new Agreement(
        task.agreements(original, other).over(all), maxAbs, maxAbs == 0 ? 0 : maxAbs / largest);
  }

  static void requireSameLayout(Predictions original, Predictions other) {
    if (original.columns() != other.columns() || original.records() != other.records()) {
      throw new dev.espalier.files.DataException(
          "the models give "
              + original.records()
              + " x "
              + original.columns()
              + " and "
              + other.records()
              + " x "
              + other.columns()
              + " outputs; only models with the same outputs can be compared");
    }
  }
}
