package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/**
 * How one family of operators treats labels. New operators are added by a class here and a line in
 * {@link OpRules}.
 */
public interface OpRule {
  /** Standard operators that this rule speaks for. */
  Set<String> operators();

  /** Says which labels are tied, which axes are barred, and where units are consumed. */
  void couple(Node node, Ties ties);

  /**
   * The node for the cut model: attributes and constant operands that state sizes are restated.
   * Parameters are sliced by their labels without the rule's help.
   */
  default Node cut(Node node, Cut cut) {
    return node;
  }

  /**
   * Multiply–accumulate operations of one run; 0 for operators without products of weights or
   * activations.
   */
  default long macs(Node node, Sizes sizes) {
    return 0;
  }
}
