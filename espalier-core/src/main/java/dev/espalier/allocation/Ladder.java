package dev.espalier.allocation;

import java.util.List;
import java.util.Map;

/**
 * Choices of widths from everything kept (rung 0) to as little as the limits allow (the last rung);
 * no width grows on the way.
 */
public interface Ladder {
  /** Number of the last rung. */
  int last();

  /** Width of each lane at a rung, by its name; one of {@link Lane#widths}. */
  Map<String, Integer> widths(int rung);

  /** Builds the ladder of an allocation for its lanes. */
  @FunctionalInterface
  interface Maker {
    Ladder of(List<Lane> lanes);
  }

  /**
   * The highest rung within the budget, and the best of the units that were cut where a coarse step
   * leaves much of the budget unused: all that an allocation needs which can say in which order
   * units go. Cost: log₂(rungs) evaluations of the budget.
   */
  static Allotment largest(Allocation.Request request, Maker maker) {
    return new Search(request, maker).run();
  }
}
