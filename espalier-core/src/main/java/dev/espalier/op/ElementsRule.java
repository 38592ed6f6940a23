package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import java.util.List;
import java.util.Set;

/**
 * GatherElements and ScatterElements: each index names a place along one axis, which stays whole.
 * Units pass along the others if the indices, and the updates, are there as long as the data.
 */
final class ElementsRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("GatherElements", "ScatterElements");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.PICKS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String data = node.input(0);
    String indices = node.input(1);
    String y = node.output(0);
    boolean gathers = node.op().equals("GatherElements");
    if (!gathers) {
      ties.tieAll(data, y);
    }
    String other = gathers ? y : node.input(2);
    ties.tieAll(indices, other);
    Shapes.Observed shape = ties.shape(data);
    int axis = Dims.axis(node.intAttr("axis", 0), shape.rank());
    for (int i = 0; i < shape.rank(); i++) {
      Axis along = new Axis(indices, i);
      if (i != axis && shape.sameAxis(i, ties.shape(indices), i)) {
        ties.tie(new Axis(data, i), along);
      } else {
        String reason =
            i == axis
                ? node.op() + " finds places along it by number"
                : node.op() + " reaches a part of it";
        List.of(new Axis(data, i), along).forEach(a -> ties.bar(a, reason));
      }
    }
  }
}
