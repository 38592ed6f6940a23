package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How one family of operators treats labels, with all else that is known of it. New operators are
 * added by a class here and a line in {@link OpRules}, or by another jar: a class with a
 * constructor without parameters that it names in {@code META-INF/services/dev.espalier.op.OpRule},
 * which speaks for its operators in place of any other. To be tuned, they need a {@code TorchOp}
 * too.
 *
 * <p>What a rule gets wrong the certificate of the cut finds, so that no model is spoilt.
 */
public interface OpRule extends OpFacts {
  /**
   * Says which labels are tied, which axes are barred, and where units are consumed. Axes of which
   * nothing is said carry units of their own; what the node cannot do without must be barred, with
   * a reason. The shapes of all inputs and outputs were observed.
   *
   * @param node the node in question
   * @param ties what it may ask and say
   */
  void couple(Node node, Ties ties);

  /**
   * {@return the node for the cut model: attributes and constant operands that state sizes are
   * restated; by default the operand at {@link OpFacts#shapeInput}} Parameters are sliced by their
   * labels without the rule's help.
   *
   * @param node as it was
   * @param cut what is left of its values
   */
  default Node cut(Node node, Cut cut) {
    return ShapeOperand.restate(node, shapeInput(node.qualified()), cut);
  }

  /**
   * {@return what constants along the summed axis of input 0 add to the outputs, laid out as a
   * bias; null where that is no bias}
   *
   * @param node that sums
   * @param weights at input 1
   * @param constants one for each position of the axis
   */
  default @Nullable Tensor carried(Node node, Tensor weights, float[] constants) {
    return null;
  }

  /**
   * {@return multiply–accumulate operations of one run; 0 for operators without products of weights
   * or activations}
   *
   * @param node in question
   * @param sizes of its values
   */
  default long macs(Node node, Sizes sizes) {
    return 0;
  }
}
