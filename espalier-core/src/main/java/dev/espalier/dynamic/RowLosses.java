package dev.espalier.dynamic;

import dev.espalier.routing.Judged;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;

/** Per-record losses by which ways through a chain are judged, in the units of {@link Judged}. */
final class RowLosses {
  private final Task task;
  private final Judged judged;
  private final double originalError;

  /**
   * @param original on the choice part: what errors without a bound are relative to
   */
  RowLosses(Task task, Predictions original) {
    this.task = task;
    this.judged = Judged.known(task.metric()).orElseGet(() -> other(task));
    double sum = 0;
    double[] errors = judged.range() > 1 ? task.losses(original, original) : new double[0];
    for (double e : errors) {
      sum += e / errors.length;
    }
    this.originalError = sum;
  }

  /** Of a metric that only its kind of task knows. */
  private static Judged other(Task task) {
    String metric = task.metric();
    return task.composed()
        ? Judged.of(metric)
        : switch (task.kind().pairing(metric)) {
          case BY_RECORD -> Judged.counted(metric);
          case BY_RESAMPLING -> Judged.trained(metric);
          case NONE -> Judged.of(metric);
        };
  }

  Judged judged() {
    return judged;
  }

  /** One figure a record, 0 to the judged range. */
  double[] of(Predictions predictions, Predictions original) {
    if (judged.range() > 1) {
      return judged.clipped(task.losses(predictions, original), originalError);
    }
    return wrong(
        task.unlabelled() ? task.agreement(original, predictions) : task.perRecord(predictions));
  }

  /** The same where that is right or wrong by degrees: how wrong, without a bound. */
  double[] graded(Predictions predictions, Predictions original) {
    return task.losses(predictions, original);
  }

  private static double[] wrong(double[] right) {
    double[] wrong = new double[right.length];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = Math.min(1, 1 - right[i]);
    }
    return wrong;
  }
}
