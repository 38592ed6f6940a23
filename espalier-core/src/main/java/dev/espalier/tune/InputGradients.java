package dev.espalier.tune;

import dev.espalier.data.Dataset;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.task.Task;
import java.util.Map;
import java.util.function.Consumer;

/** Gradients of the loss with respect to what is fed. */
@FunctionalInterface
public interface InputGradients {
  /**
   * Passes over {@code data} once in evaluation mode and hands over, for each batch, the gradient
   * of the summed label loss for each float32 input, shaped like the input.
   *
   * @param model the graph with its weights
   * @param data labelled records
   * @param task what the labels mean
   * @param batch records in a batch
   * @param sink takes gradients by name of input, once a batch
   */
  void eachInput(
      Model model, Dataset data, Task task, int batch, Consumer<Map<String, Tensor>> sink);
}
