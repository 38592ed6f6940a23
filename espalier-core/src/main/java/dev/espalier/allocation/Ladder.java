package dev.espalier.allocation;

import java.util.List;
import java.util.Map;

/**
 * Choices of widths from everything kept (rung 0) to as little as the limits allow (the last rung);
 * no width grows on the way.
 */
public interface Ladder {
  /** {@return number of the last rung} */
  int last();

  /**
   * {@return width of each lane at a rung, by its name; one of {@link Lane#widths}}
   *
   * @param rung 0 to {@link #last}
   */
  Map<String, Integer> widths(int rung);

  /** Builds the ladder of an allocation for its lanes. */
  @FunctionalInterface
  interface Maker {
    /**
     * The rungs for these lanes, the whole model first or last as {@link Ladder} says.
     *
     * @param lanes what may be cut, in the graph's order
     * @return their ladder
     */
    Ladder of(List<Lane> lanes);
  }

  /**
   * {@return the highest rung within the budget, and the best of the units that were cut where a
   * coarse step leaves much of the budget unused: all that an allocation needs which can say in
   * which order units go} Cost: log₂(rungs) evaluations of the budget.
   *
   * @param request groups with their scores, the budget and the limits
   * @param maker makes the ladder
   */
  static Allotment largest(Allocation.Request request, Maker maker) {
    return new LevelSearch(request, maker).run();
  }
}
