package dev.espalier.allocation;

import java.util.Map;
import java.util.stream.IntStream;

/** How large a model may be, in whatever is counted: MACs, parameters, bytes, latency. */
public interface Budget {
  /** Widths of one group that are tried, where it allows more. */
  int MOST_STEPS = 32;

  /**
   * Size against the original's when groups keep these many units and residual blocks 1 or 0 of
   * themselves, by name; what is not named keeps all. Allocations that search along one ladder
   * (global, uniform) find the largest choice only where the size does not grow when a width falls.
   *
   * @param keptCounts number of units by group; 1 or 0 by residual block
   * @return what is left of the measure, 1 for the whole model
   */
  double ratio(Map<String, Integer> keptCounts);

  /** {@return the largest ratio that is accepted} */
  double target();

  /**
   * Widths at which a group is worth cutting, out of those allowed, ascending; the last one is
   * always among them.
   *
   * @param group name of the group
   * @param allowed widths in units, ascending, the last one the whole group
   * @return some of the allowed widths, ascending
   */
  default int[] steps(String group, int[] allowed) {
    int each = (allowed.length + MOST_STEPS - 1) / MOST_STEPS;
    return IntStream.range(0, allowed.length)
        .filter(i -> i == 0 || (allowed.length - 1 - i) % each == 0)
        .map(i -> allowed[i])
        .toArray();
  }
}
