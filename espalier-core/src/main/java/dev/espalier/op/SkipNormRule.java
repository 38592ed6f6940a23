package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/**
 * A residual sum and its normalisation in one: {@code norm(input + skip + bias)} over the last
 * axis, by mean and variance or by the mean square. Output 3 is the sum.
 */
final class SkipNormRule implements OpRule {
  private static final String CENTRED = "com.microsoft.SkipLayerNormalization";
  private static final String BY_SQUARES = "com.microsoft.SkipSimplifiedLayerNormalization";
  private static final int SUM = 3;

  @Override
  public Set<String> operators() {
    return Set.of(CENTRED, BY_SQUARES);
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.NORMALISES, Trait.WEIGHTED);
  }

  @Override
  public Operand operand(String op, int input) {
    boolean shifted = op.equals(CENTRED);
    return switch (input) {
      case 1 -> Operand.TERM;
      case 2 -> Operand.SCALE;
      case 3 -> shifted ? Operand.BIAS : Operand.TERM;
      case 4 -> shifted ? Operand.TERM : Operand.FIXED;
      default -> Operand.FIXED;
    };
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    boolean centred = node.qualified().equals(CENTRED);
    int last = ties.shape(x).rank() - 1;
    ties.tieAll(x, node.output(0));
    ties.consume(0, last, centred ? Consumption.Kind.NORMALISE : Consumption.Kind.ROOT_MEAN_SQUARE);
    for (int i = 1; i < node.inputs().size(); i++) {
      if (node.hasInput(i)) {
        Broadcast.tie(node.input(i), x, ties);
        Broadcast.parameter(node.input(i), i == 2 ? Role.SCALES : Role.SHIFTS, ties);
      }
    }
    for (int i = 1; i < node.outputs().size(); i++) {
      if (i == SUM && !node.output(i).isEmpty()) {
        ties.tieAll(x, node.output(i));
      } else if (ties.read(node.output(i))) {
        ties.bar(new Axis(x, last), node.op() + " gives out its mean or deviation over it");
      }
    }
  }
}
