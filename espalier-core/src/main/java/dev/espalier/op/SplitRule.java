package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Set;
import java.util.stream.IntStream;

/** Split: a label vector is cut into consecutive parts. */
final class SplitRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Split");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MOVES_ELEMENTS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    int rank = ties.shape(x).rank();
    int axis = Dims.axis(node.intAttr("axis", 0), rank);
    int offset = 0;
    for (String y : node.outputs()) {
      for (int i = 0; i < rank; i++) {
        if (i != axis) {
          ties.tie(new Axis(x, i), new Axis(y, i));
        }
      }
      int from = offset;
      int length = ties.shape(y).a()[axis];
      if (ties.shape(x).varies(axis)) {
        ties.fix(new Axis(x, axis));
        ties.fix(new Axis(y, axis));
      } else {
        ties.tie(
            new Axis(y, axis),
            new Axis(x, axis),
            IntStream.range(0, length).map(i -> from + i).toArray());
      }
      offset += length;
    }
  }

  @Override
  public Node cut(Node node, Cut cut) {
    int axis = Dims.axis(node.intAttr("axis", 0), cut.rank(node.input(0)));
    if (cut.kept(new Axis(node.input(0), axis)) == null) {
      return node;
    }
    long[] sizes = node.outputs().stream().mapToLong(y -> cut.newSize(new Axis(y, axis))).toArray();
    if (cut.opset() < 13) {
      return node.withAttribute("split", Attribute.Ints.of(sizes));
    }
    return node.withoutAttribute("num_outputs")
        .withInput(1, cut.add("split", Tensor.vector(sizes)));
  }
}
