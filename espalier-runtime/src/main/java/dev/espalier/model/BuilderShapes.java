package dev.espalier.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The little shape arithmetic that {@link GraphBuilder} needs; -1 is a size known only at run time.
 */
final class BuilderShapes {
  private BuilderShapes() {}

  /**
   * Output shape of an operator that keeps its operands'; null for all others, and where a shape is
   * not known.
   */
  static int @Nullable [] infer(String op, List<int @Nullable []> inputs) {
    int[] out = inputs.isEmpty() ? null : inputs.get(0);
    if (out == null || OperatorFamilies.KEEP_SHAPE.contains(op)) {
      return out;
    } else if (!OperatorFamilies.ELEMENTWISE.contains(op)) {
      return null;
    }
    for (int[] operand : inputs) {
      if (operand == null) {
        return null;
      }
      out = broadcast(op, out, operand);
    }
    return out;
  }

  /** Sizes of both after broadcasting, aligned at the last axis. */
  static int[] broadcast(String op, int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      int x = i < rank - a.length ? 1 : a[i - rank + a.length];
      int y = i < rank - b.length ? 1 : b[i - rank + b.length];
      if (x != y && x > 1 && y > 1) {
        throw new IllegalArgumentException(
            op + " does not fit " + Arrays.toString(a) + " and " + Arrays.toString(b));
      }
      out[i] = x == 1 ? y : y == 1 ? x : Math.max(x, y);
    }
    return out;
  }

  /** Sizes after a Reshape: 0 copies, one -1 takes what remains where that is known. */
  static int[] reshape(int[] from, long... to) {
    int[] out = new int[to.length];
    int open = -1;
    for (int i = 0; i < to.length; i++) {
      out[i] = to[i] == 0 ? from[i] : (int) to[i];
      open = to[i] == -1 ? i : open;
    }
    if (open >= 0) {
      out[open] = remaining(from, out, open);
    }
    return out;
  }

  private static int remaining(int[] from, int[] to, int open) {
    int unknown = 0;
    int size = 1;
    for (int d : from) {
      unknown += d < 0 ? 1 : 0;
      size *= Math.abs(d);
    }
    for (int i = 0; i < to.length; i++) {
      unknown -= i != open && to[i] < 0 ? 1 : 0;
      size /= i == open ? 1 : Math.abs(to[i]);
    }
    return unknown == 0 ? size : -1;
  }
}
