package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import java.util.Set;
import java.util.stream.IntStream;

/** Concat: label vectors stand one behind the other. */
final class ConcatRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Concat");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.LENGTHS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String y = node.output(0);
    int rank = ties.shape(y).rank();
    int axis = Dims.axis(node.intAttr("axis", 1), rank);
    int offset = 0;
    for (String x : node.inputs()) {
      for (int i = 0; i < rank; i++) {
        if (i != axis) {
          ties.tie(new Axis(x, i), new Axis(y, i));
        }
      }
      int length = ties.shape(x).a()[axis];
      int from = offset;
      if (ties.shape(y).varies(axis)) {
        ties.fix(new Axis(x, axis));
        ties.fix(new Axis(y, axis));
      } else {
        ties.tie(
            new Axis(x, axis),
            new Axis(y, axis),
            IntStream.range(0, length).map(i -> from + i).toArray());
      }
      offset += length;
    }
  }
}
