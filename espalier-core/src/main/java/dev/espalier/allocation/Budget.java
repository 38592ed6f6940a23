package dev.espalier.allocation;

import java.util.Map;

/** How large a model may be, in whatever is counted: MACs, parameters, bytes, latency. */
public interface Budget {
  /**
   * Size against the original's when groups keep these many units; groups that are not named keep
   * all. Must not grow when any width falls.
   */
  double ratio(Map<String, Integer> keptCounts);

  /** The largest ratio that is accepted. */
  double target();
}
