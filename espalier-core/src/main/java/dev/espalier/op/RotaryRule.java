package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import java.util.Set;

/** RotaryEmbedding: heads pass; within each, pairs of elements are turned together. */
final class RotaryRule implements OpRule {
  private static final String HEADS = "num_heads";
  private static final int RANK = 3;

  @Override
  public Set<String> operators() {
    return Set.of("RotaryEmbedding", "com.microsoft.RotaryEmbedding");
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    ties.tieAll(x, y);
    int last = ties.shape(x).rank() - 1;
    int count = (int) node.intAttr(HEADS, 0);
    Axis width = new Axis(x, last);
    if (ties.shape(x).rank() == RANK && count > 0) {
      width = HeadAxes.of(x, count, ties).width();
    }
    ties.bar(width, "RotaryEmbedding turns pairs of it");
  }

  @Override
  public Node cut(Node node, Cut cut) {
    int count = (int) node.intAttr(HEADS, 0);
    if (cut.rank(node.input(0)) != RANK || count == 0) {
      return node;
    }
    int left = HeadAxes.left(new Axis(node.input(0), 2), count, cut);
    return node.withAttribute(HEADS, new Attribute.IntValue(left));
  }
}
