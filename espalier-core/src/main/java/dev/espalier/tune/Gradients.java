package dev.espalier.tune;

import dev.espalier.data.Dataset;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.task.Task;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gradients of the loss with respect to the weights. */
public interface Gradients {
  /**
   * Passes over {@code data} once in evaluation mode (running statistics, no dropout) and hands
   * over, for each batch, the gradient of the mean loss for each trainable float32 initializer. The
   * loss is the task's label loss; against the teacher's outputs where the data has no labels.
   *
   * @param model the graph with its weights
   * @param data records, labelled or not
   * @param task what the labels mean
   * @param teacher gives outputs to imitate where there are no labels; null where there are some
   * @param batch records in a batch
   * @param sink takes gradients by name of initializer, of its shape, once a batch
   */
  void each(
      Model model,
      Dataset data,
      Task task,
      @Nullable Teacher teacher,
      int batch,
      Consumer<Map<String, Tensor>> sink);
}
