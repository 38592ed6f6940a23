package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/**
 * What is known of operators apart from how units pass them. Whoever asks does so by {@link
 * OpRules} or {@link Trait}, never by an operator's name.
 */
public interface OpFacts {
  /** The operator has no such input. */
  int NO_INPUT = -1;

  /**
   * {@return operators that this speaks for, as {@link Node#qualified} has them: {@code Conv}, or
   * {@code com.microsoft.FusedConv} for those of other domains}
   */
  Set<String> operators();

  /**
   * {@return what is true of an operator}
   *
   * @param op qualified name of the operator
   */
  default Set<Trait> traits(String op) {
    return Set.of();
  }

  /**
   * {@return what a constant is that stands at this input}
   *
   * @param op qualified name of the operator
   * @param input its number, from 0
   */
  default Operand operand(String op, int input) {
    return Operand.FIXED;
  }

  /**
   * {@return which input states the sizes of the output; {@link #NO_INPUT} for none}
   *
   * @param op qualified name of the operator
   */
  default int shapeInput(String op) {
    return NO_INPUT;
  }

  /**
   * {@return axis of the weights (input 1) that counts the filters of a {@link Trait#FILTERS}
   * operator}
   *
   * @param node of the graph
   */
  default int filterAxis(Node node) {
    return 0;
  }
}
