package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reshape, Flatten, Squeeze and Unsqueeze: axes are matched in runs of equal product. One axis
 * against one is tied; one against several is their product; several against several are products
 * of common pieces (batch and heads in one axis), or mixed and barred where they have none.
 */
final class ReshapeRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");
  }

  @Override
  public Set<Trait> traits(String op) {
    return switch (op) {
      case "Squeeze", "Unsqueeze" -> Set.of(Trait.MOVES_AXES, Trait.MOVES_ELEMENTS, Trait.LENGTHS);
      default -> Set.of(Trait.MOVES_AXES, Trait.MOVES_ELEMENTS);
    };
  }

  @Override
  public int shapeInput(String op) {
    return op.equals("Reshape") ? 1 : NO_INPUT;
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    Side in = new Side(x, ties.shape(x));
    Side out = new Side(y, ties.shape(y));
    while (!in.done() || !out.done()) {
      long[] p = in.next();
      long[] q = out.next();
      while (p[0] != q[0] || p[1] != q[1]) {
        boolean growIn =
            out.done() || (!in.done() && (p[1] < q[1] || (p[1] == q[1] && p[0] < q[0])));
        if (growIn && in.done()) {
          break;
        }
        long[] more = growIn ? in.grow() : out.grow();
        long[] side = growIn ? p : q;
        side[0] *= more[0];
        side[1] *= more[1];
      }
      match(in.run(), out.run(), ties);
    }
  }

  private static void match(List<Axis> in, List<Axis> out, Ties ties) {
    List<Axis> a = longer(in, ties);
    List<Axis> b = longer(out, ties);
    if (a.size() == 1 && b.size() == 1) {
      ties.tie(a.get(0), b.get(0));
    } else if (a.size() == 1 && b.size() > 1) {
      ties.factor(a.get(0), b);
    } else if (b.size() == 1 && a.size() > 1) {
      ties.factor(b.get(0), a);
    } else if (!CommonPieces.tie(a, b, ties)) {
      String reason = "Reshape mixes several axes";
      a.forEach(axis -> ties.bar(axis, reason));
      b.forEach(axis -> ties.bar(axis, reason));
    }
  }

  private static List<Axis> longer(List<Axis> axes, Ties ties) {
    List<Axis> kept = new ArrayList<>();
    for (Axis axis : axes) {
      Shapes.Observed shape = ties.shape(axis.value());
      if (shape.a()[axis.index()] == 1 && !shape.varies(axis.index())) {
        ties.fix(axis);
      } else {
        kept.add(axis);
      }
    }
    return kept;
  }

  /** Walks over the axes of one value. */
  private static final class Side {
    private final String value;
    private final Shapes.Observed shape;
    private int from;
    private int to;

    Side(String value, Shapes.Observed shape) {
      this.value = value;
      this.shape = shape;
    }

    boolean done() {
      return to == shape.rank();
    }

    long[] next() {
      from = to;
      return done() ? new long[] {1, 1} : grow();
    }

    long[] grow() {
      long[] size = {shape.a()[to], shape.b()[to]};
      to++;
      return size;
    }

    List<Axis> run() {
      return IntStream.range(from, to).mapToObj(i -> new Axis(value, i)).toList();
    }
  }
}
