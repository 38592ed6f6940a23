package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.List;

/**
 * Restates an operand that holds the sizes of the node's output.
 *
 * <p>Entries for axes that vary with the data keep what they were (a computed size, 0 or -1); all
 * others become the sizes after the cut. A constant operand is replaced; a computed one {@code s}
 * becomes {@code s * varies + sizes}.
 */
final class ShapeOperand {
  private ShapeOperand() {}

  /** The node itself where it has no such input. */
  static Node restate(Node node, int input, Cut cut) {
    String y = node.output(0);
    if (input < 0 || !node.hasInput(input)) {
      return node;
    } else if (!cut.touches(y) && !cut.touches(node.input(0))) {
      return node;
    }
    int rank = cut.rank(y);
    long[] keep = new long[rank];
    long[] sizes = new long[rank];
    for (int i = 0; i < rank; i++) {
      boolean varies = cut.varies(new Axis(y, i));
      keep[i] = varies ? 1 : 0;
      sizes[i] = varies ? 0 : cut.newSize(new Axis(y, i));
    }
    Tensor constant = cut.constant(node.input(input));
    return node.withInput(
        input,
        constant != null
            ? replaced(constant, keep, sizes, cut)
            : computed(node, input, keep, sizes, cut));
  }

  private static String replaced(Tensor constant, long[] keep, long[] sizes, Cut cut) {
    long[] old = constant.longs();
    long[] out = sizes.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += keep[i] * old[i];
    }
    return cut.add("shape", Tensor.vector(out));
  }

  private static String computed(Node node, int input, long[] keep, long[] sizes, Cut cut) {
    String base = node.key() + "/shape";
    String masked = base + "_varying";
    String result = base + "_kept";
    Node restated = cut.producer(node.input(input));
    if (node.input(input).equals(result) && restated != null) {
      cut.replace(restated.input(1), Tensor.vector(sizes));
      return result;
    }
    String keepName = cut.add("varies", Tensor.vector(keep));
    String sizeName = cut.add("sizes", Tensor.vector(sizes));
    cut.before(Node.of("Mul", masked, List.of(node.input(input), keepName), List.of(masked)));
    cut.before(Node.of("Add", result, List.of(masked, sizeName), List.of(result)));
    return result;
  }
}
