package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import java.util.Set;

/** Softmax and its kin: the normalised axis cannot lose units, the others pass. */
final class SoftmaxRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Softmax", "LogSoftmax", "Hardmax");
  }

  @Override
  public Set<Trait> traits(String op) {
    return op.equals("Hardmax") ? Set.of(Trait.JUMPS) : Set.of();
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    int rank = ties.shape(x).rank();
    ties.tieAll(x, node.output(0));
    boolean flattens = ties.opset() < 13;
    int axis = Dims.axis(node.intAttr("axis", flattens ? 1 : -1), rank);
    for (int i = axis; i < (flattens ? rank : axis + 1); i++) {
      ties.bar(new Axis(x, i), node.op() + " normalises over it");
    }
  }
}
