package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How one family of operators treats labels, with all else that is known of it. New operators are
 * added by a class here and a line in {@link OpRules}.
 */
public interface OpRule extends OpFacts {
  /** Says which labels are tied, which axes are barred, and where units are consumed. */
  void couple(Node node, Ties ties);

  /**
   * The node for the cut model: attributes and constant operands that state sizes are restated.
   * Parameters are sliced by their labels without the rule's help.
   */
  default Node cut(Node node, Cut cut) {
    return ShapeOperand.restate(node, shapeInput(node.op()), cut);
  }

  /**
   * What constants along the summed axis of input 0 add to the outputs, laid out as a bias; null
   * where that is no bias.
   *
   * @param weights at input 1
   * @param constants one for each position of the axis
   */
  default @Nullable Tensor carried(Node node, Tensor weights, float[] constants) {
    return null;
  }

  /**
   * Multiply–accumulate operations of one run; 0 for operators without products of weights or
   * activations.
   */
  default long macs(Node node, Sizes sizes) {
    return 0;
  }
}
