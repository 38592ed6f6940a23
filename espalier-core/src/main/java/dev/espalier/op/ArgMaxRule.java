package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import java.util.Set;

/**
 * ArgMax and ArgMin: units along the axis that is searched keep their numbers, so all stay; along
 * others they pass.
 */
final class ArgMaxRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("ArgMax", "ArgMin");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MOVES_AXES);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    int rank = ties.shape(x).rank();
    int axis = Dims.axis(node.intAttr("axis", 0), rank);
    boolean keep = node.intAttr("keepdims", 1) != 0;
    ties.bar(new Axis(x, axis), node.op() + " gives a number along it");
    if (keep) {
      ties.fix(new Axis(y, axis));
    }
    for (int i = 0; i < rank; i++) {
      if (i != axis) {
        ties.tie(new Axis(x, i), new Axis(y, keep || i < axis ? i : i - 1));
      }
    }
  }
}
