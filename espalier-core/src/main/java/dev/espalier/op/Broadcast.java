package dev.espalier.op;

import dev.espalier.model.Shapes;

/**
 * NumPy's broadcasting, seen by labels: axes are aligned at the end; equal axes are tied, repeated
 * ones have none to tie.
 */
final class Broadcast {
  private Broadcast() {}

  /** Ties the axes of {@code operand} to those of {@code result} that they meet at full length. */
  static void tie(String operand, String result, Ties ties) {
    Shapes.Observed from = ties.shape(operand);
    Shapes.Observed to = ties.shape(result);
    int shift = to.rank() - from.rank();
    for (int i = 0; i < from.rank(); i++) {
      if (from.sameAxis(i, to, i + shift)) {
        ties.tie(new Axis(operand, i), new Axis(result, i + shift));
      } else {
        ties.fix(new Axis(operand, i));
      }
    }
  }

  /** States the role of every axis of an operand that is longer than 1. */
  static void parameter(String operand, Role role, Ties ties) {
    Shapes.Observed shape = ties.shape(operand);
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.a()[i] > 1) {
        ties.parameter(new Axis(operand, i), role);
      }
    }
  }
}
