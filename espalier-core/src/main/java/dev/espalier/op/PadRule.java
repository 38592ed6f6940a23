package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pad: positions in the middle pass; added positions are units of their own (zero shortcuts of
 * CIFAR ResNets).
 */
final class PadRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Pad");
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    int rank = ties.shape(x).rank();
    long[] pads = pads(node, rank, ties.constant(node.input(1)), ties.constant(node.input(3)));
    boolean constant = node.stringAttr("mode", "constant").equals("constant");
    for (int i = 0; i < rank; i++) {
      if (pads != null && pads[i] == 0 && pads[i + rank] == 0) {
        ties.tie(new Axis(x, i), new Axis(y, i));
      } else if (ties.shape(x).varies(i)) {
        ties.fix(new Axis(x, i));
        ties.fix(new Axis(y, i));
      } else if (pads == null || !constant || pads[i] < 0 || pads[i + rank] < 0) {
        String reason =
            pads == null ? "Pad by amounts known only at run time" : "Pad that mirrors or crops";
        ties.bar(new Axis(x, i), reason);
        ties.bar(new Axis(y, i), reason);
      } else {
        int front = (int) pads[i];
        ties.tie(
            new Axis(x, i),
            new Axis(y, i),
            IntStream.range(0, ties.shape(x).a()[i]).map(p -> p + front).toArray());
      }
    }
  }

  @Override
  public Node cut(Node node, Cut cut) {
    if (!cut.touches(node.output(0))) {
      return node;
    }
    int rank = cut.rank(node.input(0));
    long[] pads = pads(node, rank, cut.constant(node.input(1)), cut.constant(node.input(3)));
    if (pads == null) {
      return node;
    }
    long[] changed = pads.clone();
    for (int i = 0; i < rank; i++) {
      Axis y = new Axis(node.output(0), i);
      int[] kept = cut.kept(y);
      if (kept != null) {
        changed[i] = Positions.count(kept, 0, (int) pads[i]);
        changed[i + rank] = Positions.count(kept, cut.size(y) - (int) pads[i + rank], cut.size(y));
      }
    }
    if (!node.hasInput(1)) {
      return node.withAttribute("pads", Attribute.Ints.of(changed));
    }
    Node padded = node.withInput(1, cut.add("pads", Tensor.vector(changed)));
    return node.hasInput(3) ? padded.withInput(3, "") : padded;
  }

  /** Amounts before each axis, then after each; null where not constant. */
  private static long @Nullable [] pads(
      Node node, int rank, @Nullable Tensor pads, @Nullable Tensor axes) {
    long[] stated = node.hasInput(1) ? (pads == null ? null : pads.longs()) : node.intsAttr("pads");
    if (stated == null || !node.hasInput(3)) {
      return stated;
    }
    if (axes == null) {
      return null;
    }
    long[] full = new long[2 * rank];
    long[] which = axes.longs();
    for (int i = 0; i < which.length; i++) {
      int axis = Dims.axis(which[i], rank);
      full[axis] = stated[i];
      full[axis + rank] = stated[i + which.length];
    }
    return full;
  }
}
