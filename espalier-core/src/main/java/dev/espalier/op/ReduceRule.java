package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reductions: sums and means end units; others (maximum, product) cannot tell a cut unit from a
 * zero and bar the axis.
 */
final class ReduceRule implements OpRule {
  private static final Set<String> SUMS =
      Set.of("ReduceSum", "ReduceL1", "ReduceL2", "ReduceSumSquare");

  @Override
  public Set<String> operators() {
    return OperatorFamilies.REDUCTIONS;
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MOVES_AXES);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    int rank = ties.shape(x).rank();
    boolean[] reduced = reduced(node, rank, ties.constant(node.input(1)), ties);
    boolean keep = node.intAttr("keepdims", 1) != 0;
    int out = 0;
    for (int i = 0; i < rank; i++) {
      if (!reduced[i]) {
        ties.tie(new Axis(x, i), new Axis(node.output(0), out++));
        continue;
      }
      reduce(node, i, ties);
      if (keep) {
        ties.fix(new Axis(node.output(0), out++));
      }
    }
  }

  private static void reduce(Node node, int axis, Ties ties) {
    if (node.op().equals("ReduceMean")) {
      ties.consume(0, axis, Consumption.Kind.MEAN);
    } else if (SUMS.contains(node.op())) {
      ties.consume(0, axis, Consumption.Kind.SUM);
    } else {
      ties.bar(new Axis(node.input(0), axis), node.op() + " reduces over it");
    }
  }

  private static boolean[] reduced(Node node, int rank, @Nullable Tensor operand, Ties ties) {
    boolean[] reduced = new boolean[rank];
    long[] axes =
        node.hasInput(1) ? (operand == null ? null : operand.longs()) : node.intsAttr("axes");
    if (axes == null || axes.length == 0) {
      boolean all = node.intAttr("noop_with_empty_axes", 0) == 0;
      Arrays.fill(reduced, all);
      if (node.hasInput(1) && operand == null) {
        for (int i = 0; i < rank; i++) {
          ties.bar(new Axis(node.input(0), i), node.op() + " over axes known only at run time");
        }
      }
      return reduced;
    }
    for (long axis : axes) {
      reduced[Dims.axis(axis, rank)] = true;
    }
    return reduced;
  }
}
