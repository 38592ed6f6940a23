package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.recipe.LossKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one batch: {@code (1 - distill) · distance to the labels + distill · distance to the
 * teacher}. Where labels or a teacher lack, the other has the whole weight.
 *
 * @param kind how distances are measured
 * @param distill weight of the teacher
 * @param temperature of distillation
 * @param spread variance of the targets by which distances in their unit are told
 */
record Losses(TaskLoss kind, double distill, double temperature, double spread) {
  /** The loss that {@code settings} name, or the task's own. */
  static Losses of(TuneSettings settings, Task task) {
    TaskLoss kind =
        settings.lesson().loss() == LossKind.AUTO
            ? TaskLosses.of(task)
            : TaskLosses.CATALOGUE.require(settings.lesson().loss().word()).of(task);
    return new Losses(kind, settings.lesson().imitation(), settings.lesson().temperature(), 1);
  }

  /** The task's label loss alone. */
  static Losses labels(Task task) {
    return new Losses(TaskLosses.of(task), 0, 1, 1);
  }

  /** The same with distances in the targets' unit as a share of this variance. */
  Losses per(double variance) {
    return new Losses(kind, distill, temperature, variance);
  }

  /**
   * The mean loss of a batch, a scalar.
   *
   * @param logits what the heads of one answer compute, records along axis 0
   * @param labels as the task has them; null where unlabelled
   * @param teacher the teacher's logits; null without a teacher
   */
  Tensor of(List<Tensor> logits, @Nullable Tensor labels, @Nullable List<Tensor> teacher) {
    List<Tensor> flat = rows(logits);
    List<Tensor> imitated = teacher == null ? null : rows(teacher);
    Tensor judged = !kind.judged() || (distill >= 1 && imitated != null) ? null : labels;
    if (judged != null && imitated != null && distill > 0) {
      Tensor mixed = told(kind.labels(flat, judged)).mul(new Scalar(1 - distill));
      return mixed.add(distance(flat, imitated, labels).mul(new Scalar(distill)));
    } else if (judged != null) {
      return told(kind.labels(flat, judged));
    } else if (imitated != null) {
      return distance(flat, imitated, labels);
    }
    throw new DataException(
        "the data has no labels and there is no original to imitate, so there is nothing to train"
            + " on; name labels in the data file");
  }

  private static List<Tensor> rows(List<Tensor> each) {
    return each.stream().map(x -> x.dim() == 2 ? x : x.reshape(x.size(0), -1)).toList();
  }

  private Tensor distance(List<Tensor> flat, List<Tensor> teacher, @Nullable Tensor labels) {
    return told(kind.teacher(flat, teacher, temperature, labels));
  }

  private Tensor told(Tensor distance) {
    return spread == 1 || !kind.measured() ? distance : distance.div(new Scalar(spread));
  }
}
