package dev.espalier.op;

import java.util.stream.IntStream;

/** Query, key and value one behind the other along an axis of weights or of a bias. */
final class Packed {
  private Packed() {}

  /**
   * Ties the positions from {@code from} on to heads of this width; where they end.
   *
   * @param axis that holds them
   */
  static int lay(Axis axis, int from, Axis heads, Axis width, Ties ties) {
    int size = ties.length(heads) * ties.length(width);
    Axis part = ties.piece(size, size);
    ties.tie(part, axis, IntStream.range(from, from + size).toArray());
    HeadAxes.lay(part, heads, width, ties);
    return from + size;
  }
}
