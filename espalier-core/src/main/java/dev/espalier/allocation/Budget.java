package dev.espalier.allocation;

import java.util.Map;

/** How large a model may be, in whatever is counted: MACs, parameters, bytes, latency. */
public interface Budget {
  /**
   * Size against the original's when groups keep these many units and residual blocks 1 or 0 of
   * themselves, by name; what is not named keeps all. Must not grow when any width falls.
   */
  double ratio(Map<String, Integer> keptCounts);

  /** The largest ratio that is accepted. */
  double target();
}
