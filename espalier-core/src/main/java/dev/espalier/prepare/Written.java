package dev.espalier.prepare;

import dev.espalier.model.ConstantNodes;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;

/**
 * What a model takes as it lies in a file.
 *
 * @param parameters elements of floating-point constants and of weights in 8 bits, each counted
 *     where it is stored
 * @param bytes of the file
 */
public record Written(long parameters, long bytes) {
  /**
   * Cost: one encoding of the model.
   *
   * @param model any model
   * @return what the model weighs as it is written
   */
  public static Written of(Model model) {
    return new Written(parameters(model), OnnxWriter.bytes(model).length);
  }

  /**
   * The parameters alone.
   *
   * @param model any model
   * @return number of parameters
   */
  public static long parameters(Model model) {
    return ConstantNodes.toInitializers(model).parameters();
  }
}
