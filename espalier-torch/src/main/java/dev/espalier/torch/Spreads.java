package dev.espalier.torch;

import dev.espalier.data.Answer;
import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.data.Task;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.TuneSettings;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the targets of regressions lie apart: squared errors count as a share of it, so that a
 * loss is about 1 for a model that knows nothing, whatever unit the targets have.
 *
 * @param variances by task, in the square of the targets' unit
 */
record Spreads(Map<Task, Double> variances) {
  private static final int RECORDS = 4096;

  /** Of the first records of {@code data}, at most {@value #RECORDS}. */
  static Spreads of(Task task, Dataset data) {
    Map<Task, Double> variances = new HashMap<>();
    boolean any = task.answers().stream().anyMatch(a -> regression(a.task()));
    if (any && data.size() > 0) {
      Batch batch = data.batch(Rows.all(Math.min(RECORDS, data.size())).numbers());
      for (Answer answer : task.answers()) {
        Tensor labels = answer.labels(batch.labels());
        if (regression(answer.task()) && labels != null) {
          variances.put(answer.task(), variance(labels));
        }
      }
    }
    return new Spreads(variances);
  }

  /** The loss of a task by these settings. */
  Losses losses(TuneSettings settings, Task task) {
    return Losses.of(settings, task).per(variances.getOrDefault(task, 1.0));
  }

  private static boolean regression(Task task) {
    return task.kind() == Task.Kind.REGRESSION;
  }

  /** The mean over columns of each one's variance; 1 where nothing varies. */
  private static double variance(Tensor labels) {
    float[] values = labels.floats();
    int records = labels.dims()[0];
    int columns = values.length / Math.max(1, records);
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      double mean = 0;
      for (int r = 0; r < records; r++) {
        mean += values[r * columns + c] / (double) records;
      }
      for (int r = 0; r < records; r++) {
        double away = values[r * columns + c] - mean;
        sum += away * away / records / columns;
      }
    }
    return sum > 0 && Double.isFinite(sum) ? sum : 1;
  }
}
