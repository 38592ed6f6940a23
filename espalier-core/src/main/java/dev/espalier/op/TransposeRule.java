package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/** Transpose: axes change places and keep their labels. */
final class TransposeRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Transpose");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MOVES_AXES, Trait.MOVES_ELEMENTS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    int rank = ties.shape(node.input(0)).rank();
    long[] perm = node.intsAttr("perm");
    for (int i = 0; i < rank; i++) {
      int from = perm == null ? rank - 1 - i : (int) perm[i];
      ties.tie(new Axis(node.input(0), from), new Axis(node.output(0), i));
    }
  }
}
