package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import java.util.Objects;
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
    if (ties.read(node.output(1))) {
      ties.bar(new Axis(x, 1), "MaxPool counts its indices over all channels");
    }
    if (statesSome(node)) {
      for (long axis : Objects.requireNonNull(node.intsAttr("axes"))) {
        int i = Dims.axis(axis, ties.shape(x).rank());
        ties.bar(new Axis(x, i), "Resize states its size among those of the axes that it names");
      }
    }
  }

  /** Whether the sizes of some axes are stated (since operator set 18); none of these is cut. */
  private static boolean statesSome(Node node) {
    return node.op().equals("Resize") && node.hasInput(3) && node.intsAttr("axes") != null;
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

  @Override
  public Node cut(Node node, Cut cut) {
    return statesSome(node) ? node : OpRule.super.cut(node, cut);
  }
}
