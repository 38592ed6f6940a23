package dev.espalier.allocation;

import java.util.List;
import java.util.Map;

/**
 * Choices of widths from everything kept (rung 0) to as little as the limits allow (the last rung);
 * no width grows on the way.
 */
interface Ladder {
  /** Number of the last rung. */
  int last();

  /** Width of each lane at a rung. */
  Map<String, Integer> widths(int rung);

  /** Builds the ladder of an allocation for its lanes. */
  @FunctionalInterface
  interface Maker {
    Ladder of(List<Lane> lanes);
  }
}
