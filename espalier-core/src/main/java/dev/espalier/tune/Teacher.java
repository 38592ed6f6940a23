package dev.espalier.tune;

import dev.espalier.data.Batch;
import dev.espalier.model.Tensor;

/**
 * Gives the outputs that a tuned model should imitate (Hinton et al. 2015, "Distilling the
 * Knowledge in a Neural Network").
 */
@FunctionalInterface
public interface Teacher {
  /** The first output of the original model for these inputs, float32, records along axis 0. */
  Tensor outputs(Batch batch);
}
