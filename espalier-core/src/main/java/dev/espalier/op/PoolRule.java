package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/** Pools and resizing: batch and channels pass, space changes. */
final class PoolRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of(
        "AveragePool",
        "MaxPool",
        "LpPool",
        "GlobalAveragePool",
        "GlobalMaxPool",
        "GlobalLpPool",
        "LRN",
        "Resize",
        "Upsample");
  }

  @Override
  public Set<Trait> traits(String op) {
    return op.endsWith("Pool") ? Set.of(Trait.MAPS) : Set.of();
  }

  @Override
  public int shapeInput(String op) {
    return op.equals("Resize") ? 3 : NO_INPUT;
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    if (node.op().equals("LRN")) {
      ties.tieAll(x, node.output(0));
      ties.bar(new Axis(x, 1), "LRN normalises over neighbouring channels");
      return;
    }
    for (String y : node.outputs()) {
      if (!y.isEmpty()) {
        pass(x, y, ties);
      }
    }
  }

  private static void pass(String x, String y, Ties ties) {
    for (int i = 0; i < ties.shape(x).rank(); i++) {
      if (i < 2 && ties.shape(x).sameAxis(i, ties.shape(y), i)) {
        ties.tie(new Axis(x, i), new Axis(y, i));
      } else {
        ties.fix(new Axis(x, i));
        ties.fix(new Axis(y, i));
      }
    }
  }
}
