package dev.espalier.torch;

import dev.espalier.catalogue.Named;
import dev.espalier.model.ScoreLink;
import dev.espalier.task.Task;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How wrong answers are, as libtorch computes it: what {@link dev.espalier.task.TaskKind#loss}
 * names.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.torch.TaskLoss}. Outputs come as rows, {@code [records, columns]},
 * one tensor for each output that is judged together; what is returned is a scalar, the mean over
 * the records.
 */
public interface TaskLoss extends Named {
  /**
   * {@return whether it is computed from what enters a function of this kind rather than from the
   * output that the function makes}
   *
   * @param link of the function: softmax, sigmoid …
   */
  boolean before(ScoreLink.Kind link);

  /** {@return whether labels count; else a teacher alone does} */
  default boolean judged() {
    return true;
  }

  /**
   * {@return whether outputs are compared with targets in the targets' own unit: it is then told as
   * a share of their variance, and the last layer is trained in units of their spread}
   */
  default boolean measured() {
    return false;
  }

  /**
   * {@return the same for one task, where how its outputs lie counts}
   *
   * @param task what the outputs mean
   */
  default TaskLoss of(Task task) {
    return this;
  }

  /**
   * About the loss of a constant answer.
   *
   * @param task what the outputs mean
   * @return a loss by which a training's is judged
   */
  double chance(Task task);

  /**
   * {@return the distance to labels, which are as the task has them, records along axis 0}
   *
   * @param outputs of the model, records along axis 0
   * @param labels one a record
   */
  Tensor labels(List<Tensor> outputs, Tensor labels);

  /**
   * {@return the distance to what a teacher says}
   *
   * @param outputs of the model, records along axis 0
   * @param teacher laid out as {@code outputs}
   * @param temperature that softens probabilities, where there are any
   */
  Tensor teacher(List<Tensor> outputs, List<Tensor> teacher, double temperature);

  /**
   * The same where labels say which parts of a record count: those that are not negative.
   *
   * @param outputs of the model, records along axis 0
   * @param teacher laid out as {@code outputs}
   * @param temperature that softens probabilities, where there are any
   * @param labels as the task has them; null where unlabelled
   * @return the distance, of which gradients are taken
   */
  default Tensor teacher(
      List<Tensor> outputs, List<Tensor> teacher, double temperature, @Nullable Tensor labels) {
    return teacher(outputs, teacher, temperature);
  }
}
