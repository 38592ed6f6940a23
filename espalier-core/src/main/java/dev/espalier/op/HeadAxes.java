package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Arrays;
import java.util.List;

/**
 * The heads of a value that attention reads or gives: an axis of their own, or the outer part of
 * the last axis of {@code [batch, steps, heads * width]}.
 *
 * @param heads the axis or piece along which heads lie
 * @param width what each head holds
 * @param steps along which it attends
 */
record HeadAxes(Axis heads, Axis width, Axis steps) {
  private static final int APART = 4;

  /**
   * Of a value {@code [batch, heads, steps, width]}, or {@code [batch, steps, heads * width]} with
   * the given number of heads.
   */
  static HeadAxes of(String value, int count, Ties ties) {
    if (ties.shape(value).rank() == APART) {
      return new HeadAxes(new Axis(value, 1), new Axis(value, 3), new Axis(value, 2));
    }
    Axis flat = new Axis(value, 2);
    Axis heads = ties.piece(count, count);
    int each = ties.shape(value).a()[2] / count;
    Axis width = ties.piece(each, each);
    lay(flat, heads, width, ties);
    return new HeadAxes(heads, width, new Axis(value, 1));
  }

  /** States that an axis is made of heads of this width. */
  static void lay(Axis flat, Axis heads, Axis width, Ties ties) {
    if (ties.length(heads) == 1) {
      ties.fix(heads);
      ties.tie(flat, width);
    } else if (ties.length(width) == 1) {
      ties.fix(width);
      ties.tie(flat, heads);
    } else {
      ties.factor(flat, List.of(heads, width));
    }
  }

  /** How many heads a value has: as stated, or as its own axis says. */
  static int count(Node node, String attribute, String value, Ties ties) {
    return ties.shape(value).rank() == APART
        ? ties.shape(value).a()[1]
        : (int) node.intAttr(attribute, 1);
  }

  /** How many of so many heads along the last axis of a value with three keep something. */
  static int left(Axis flat, int count, Cut cut) {
    int[] kept = cut.kept(flat);
    int each = cut.size(flat) / count;
    return kept == null ? count : (int) Arrays.stream(kept).map(p -> p / each).distinct().count();
  }
}
