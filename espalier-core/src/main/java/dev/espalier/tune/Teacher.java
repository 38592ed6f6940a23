package dev.espalier.tune;

import dev.espalier.data.Batch;
import dev.espalier.model.Tensor;
import java.util.List;

/**
 * Gives the outputs that a tuned model should imitate (Hinton et al. 2015, "Distilling the
 * Knowledge in a Neural Network").
 */
@FunctionalInterface
public interface Teacher {
  /**
   * The judged outputs of the original model for these inputs, in the order of {@link
   * dev.espalier.task.Task#outputs} and as {@link dev.espalier.task.Task#read} has them, float32,
   * records along axis 0.
   *
   * @param batch inputs as the model takes them
   * @return one tensor for each judged output
   */
  List<Tensor> outputs(Batch batch);
}
