package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far targets lie apart whose unit a loss has: it counts as a share of it, so that a loss is
 * about 1 for a model that knows nothing, whatever unit the targets have.
 *
 * @param columns mean and variance of each column of the targets, by task
 */
record Spreads(Map<Task, LayerMoments> columns) {
  private static final int RECORDS = 4096;

  /** Of the first records of {@code data}, at most {@value #RECORDS}. */
  static Spreads of(Task task, Dataset data) {
    Map<Task, LayerMoments> columns = new HashMap<>();
    boolean any = task.answers().stream().anyMatch(a -> measured(a.task()));
    if (any && data.size() > 0) {
      Batch batch = data.batch(Rows.all(Math.min(RECORDS, data.size())).numbers());
      for (Answer answer : task.answers()) {
        Tensor labels = answer.labels(batch.labels());
        if (measured(answer.task()) && labels != null) {
          columns.put(answer.task(), moments(labels));
        }
      }
    }
    return new Spreads(columns);
  }

  /** The loss of a task by these settings. */
  Losses losses(TuneSettings settings, Task task) {
    LayerMoments of = columns.get(task);
    double variance = of == null ? 1 : Arrays.stream(of.variance()).average().orElse(1);
    return Losses.of(settings, task).per(variance > 0 ? variance : 1);
  }

  /** Mean and variance of the targets of a task, where it has so many columns of them. */
  @Nullable LayerMoments of(Task task, int channels) {
    LayerMoments of = columns.get(task);
    return of != null && of.mean().length == channels ? of : null;
  }

  private static boolean measured(Task task) {
    return !task.unlabelled() && TaskLosses.of(task).measured();
  }

  private static LayerMoments moments(Tensor labels) {
    float[] values = labels.floats();
    int records = labels.dims()[0];
    int columns = values.length / Math.max(1, records);
    double[] mean = new double[columns];
    double[] variance = new double[columns];
    for (int i = 0; i < values.length; i++) {
      mean[i % columns] += values[i] / (double) records;
    }
    for (int i = 0; i < values.length; i++) {
      double away = values[i] - mean[i % columns];
      variance[i % columns] += away * away / records;
    }
    return new LayerMoments(mean, variance, 1);
  }
}
