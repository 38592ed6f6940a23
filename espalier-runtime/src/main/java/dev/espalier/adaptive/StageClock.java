package dev.espalier.adaptive;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns how long a stage takes by number of rows. Thread-safe.
 *
 * <p>Each number of rows that was seen keeps a running mean; between two of them time is linear,
 * below the least it is the least's, above the most it grows in proportion.
 */
final class StageClock {
  /** Weight of a new observation. */
  private static final double NEW = 0.2;

  private final TreeMap<Integer, Double> seen;

  StageClock(SortedMap<Integer, Double> measured) {
    this.seen = new TreeMap<>(measured);
  }

  synchronized void note(int rows, double micros) {
    if (rows > 0) {
      seen.merge(rows, micros, (old, now) -> old + NEW * (now - old));
    }
  }

  /** Microseconds that so many rows take; infinite where nothing was ever measured. */
  synchronized double predict(int rows) {
    Map.Entry<Integer, Double> below = seen.floorEntry(rows);
    Map.Entry<Integer, Double> above = seen.ceilingEntry(rows);
    if (below == null) {
      return above == null ? Double.POSITIVE_INFINITY : above.getValue();
    }
    if (above == null) {
      return below.getValue() * rows / below.getKey();
    }
    int span = above.getKey() - below.getKey();
    double share = span == 0 ? 0 : (double) (rows - below.getKey()) / span;
    return below.getValue() + share * (above.getValue() - below.getValue());
  }

  /** The most rows, up to {@code rows}, that are predicted to take no longer than this. */
  int fitting(int rows, double micros) {
    int fit = rows;
    while (fit > 0 && predict(fit) > micros) {
      fit--;
    }
    return fit;
  }

  /** Nothing is known but these. */
  synchronized void reset(SortedMap<Integer, Double> measured) {
    seen.clear();
    seen.putAll(measured);
  }

  synchronized SortedMap<Integer, Double> seen() {
    return new TreeMap<>(seen);
  }
}
