package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Restates an operand that holds the sizes of the node's output.
 *
 * <p>Entries for axes that vary with the data keep what they were (a computed size, 0 or -1); all
 * others become the sizes after the cut. A constant operand is replaced; a computed one {@code s}
 * becomes {@code s * varies + sizes}. Of an axis that varies and loses units (batch times heads) a
 * computed size becomes {@code s - s * gone / full}, which leaves 0 and -1 as they are.
 */
final class ShapeOperand {
  private ShapeOperand() {}

  /** The node itself where it has no such input. */
  static Node restate(Node node, int input, Cut cut) {
    String y = node.output(0);
    if (input < 0 || !node.hasInput(input)) {
      return node;
    } else if (!cut.touches(y) && !cut.touches(node.input(0)) && !reads(node.input(input), cut)) {
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

  /** Whether the operand is computed from the shape of something that loses units. */
  private static boolean reads(String operand, Cut cut) {
    Deque<String> open = new ArrayDeque<>(List.of(operand));
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Node producer = cut.producer(open.pop());
      if (producer == null) {
        continue;
      }
      if (producer.is("Shape") || producer.is("Size")) {
        if (cut.touches(producer.input(0))) {
          return true;
        }
      } else if (Trait.LENGTHS.of(producer) || Trait.FILLS.of(producer)) {
        producer.inputs().stream().filter(i -> !i.isEmpty() && seen.add(i)).forEach(open::add);
      }
    }
    return false;
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
    String kept = base + "_kept";
    String scaled = base + "_scaled";
    String given = node.input(input);
    Node scaling = given.equals(scaled) ? cut.producer(scaled) : null;
    String stated = scaling == null ? given : scaling.input(0);
    Node stating = stated.equals(kept) ? cut.producer(kept) : null;
    if (stating != null) {
      cut.replace(stating.input(1), Tensor.vector(sizes));
    } else {
      String masked = base + "_varying";
      String keepName = cut.add("varies", Tensor.vector(keep));
      String sizeName = cut.add("sizes", Tensor.vector(sizes));
      cut.before(Node.of("Mul", masked, List.of(stated, keepName), List.of(masked)));
      cut.before(Node.of("Add", kept, List.of(masked, sizeName), List.of(kept)));
    }
    return scaling == null ? scaled(node, kept, scaled, cut) : scaledAgain(node, scaling, cut);
  }

  /** The sizes with those scaled that vary and lose units; as they are where none does. */
  private static String scaled(Node node, String sizes, String result, Cut cut) {
    long[] full = new long[cut.rank(node.output(0))];
    Arrays.fill(full, 1);
    long[] gone = gone(full, node.output(0), cut);
    if (Arrays.stream(gone).allMatch(g -> g == 0)) {
      return sizes;
    }
    String times = result + "_times";
    String share = result + "_share";
    String goneName = cut.add("gone", Tensor.vector(gone));
    String fullName = cut.add("full", Tensor.vector(full));
    cut.before(Node.of("Mul", times, List.of(sizes, goneName), List.of(times)));
    cut.before(Node.of("Div", share, List.of(times, fullName), List.of(share)));
    cut.before(Node.of("Sub", result, List.of(sizes, share), List.of(result)));
    return result;
  }

  /** What an earlier cut scaled loses more of the same whole. */
  private static String scaledAgain(Node node, Node scaling, Cut cut) {
    Node share = Objects.requireNonNull(cut.producer(scaling.input(1)));
    Node times = Objects.requireNonNull(cut.producer(share.input(0)));
    long[] full = Objects.requireNonNull(cut.constant(share.input(1))).longs().clone();
    cut.replace(times.input(1), Tensor.vector(gone(full, node.output(0), cut)));
    cut.replace(share.input(1), Tensor.vector(full));
    return scaling.output(0);
  }

  /**
   * How many of the full sizes are gone.
   *
   * @param full size of an axis that was cut before; 1 for others, set here for those cut now
   */
  private static long[] gone(long[] full, String y, Cut cut) {
    long[] gone = new long[full.length];
    for (int i = 0; i < gone.length; i++) {
      Axis axis = new Axis(y, i);
      if (cut.varies(axis) && full[i] == 1 && cut.newSize(axis) < cut.size(axis)) {
        full[i] = cut.size(axis);
      }
      gone[i] = full[i] == 1 ? 0 : full[i] - cut.newSize(axis);
    }
    return gone;
  }
}
