package dev.espalier.op;

import dev.espalier.model.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * The coarsest pieces of which the axes of two shapes of equal product are both made: {@code [N,
 * H*D]} and {@code [N*H, D]} are made of N, H and D.
 */
final class CommonPieces {
  private final List<Axis> axes;
  private final Ties ties;
  private final List<List<Integer>> made = new ArrayList<>();
  private int[] left = {1, 1};

  private CommonPieces(List<Axis> axes, Ties ties) {
    this.axes = axes;
    this.ties = ties;
  }

  /**
   * Ties the axes of both shapes by their common pieces; false, and nothing said, where an axis of
   * one ends within a piece of the other.
   */
  static boolean tie(List<Axis> a, List<Axis> b, Ties ties) {
    CommonPieces one = new CommonPieces(a, ties);
    CommonPieces other = new CommonPieces(b, ties);
    List<int[]> sizes = new ArrayList<>();
    while (one.next() && other.next()) {
      int[] size = divides(one.left, other.left) ? one.left : other.left;
      if (!divides(size, one.left) || !divides(size, other.left)) {
        return false;
      }
      one.take(size, sizes.size());
      other.take(size, sizes.size());
      sizes.add(size);
    }
    List<Axis> pieces = sizes.stream().map(size -> ties.piece(size[0], size[1])).toList();
    one.tie(pieces);
    other.tie(pieces);
    return true;
  }

  private static boolean divides(int[] size, int[] whole) {
    return whole[0] % size[0] == 0 && whole[1] % size[1] == 0;
  }

  /** Begins with the next axis where one ends; false behind the last. */
  private boolean next() {
    if (left[0] == 1 && left[1] == 1) {
      if (made.size() == axes.size()) {
        return false;
      }
      Axis axis = axes.get(made.size());
      Shapes.Observed shape = ties.shape(axis.value());
      left = new int[] {shape.a()[axis.index()], shape.b()[axis.index()]};
      made.add(new ArrayList<>());
    }
    return true;
  }

  private void take(int[] size, int piece) {
    left = new int[] {left[0] / size[0], left[1] / size[1]};
    made.get(made.size() - 1).add(piece);
  }

  private void tie(List<Axis> pieces) {
    for (int i = 0; i < axes.size(); i++) {
      List<Axis> parts = made.get(i).stream().map(pieces::get).toList();
      if (parts.size() == 1) {
        ties.tie(axes.get(i), parts.get(0));
      } else {
        ties.factor(axes.get(i), parts);
      }
    }
  }
}
