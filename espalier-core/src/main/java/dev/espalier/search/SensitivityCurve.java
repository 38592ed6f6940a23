package dev.espalier.search;

import java.util.Map;
import java.util.TreeMap;

/**
 * Sensitivity of one dimension: the rise of the loss by the share that is cut of it alone.
 *
 * <p>Between measured shares the rise follows a power law (a line in logarithms); from nothing to
 * the first, and beyond the last where that is the only one, the power is 2. It never falls.
 */
final class SensitivityCurve {
  private static final double FLOOR = 1e-9;
  private static final double POWER = 2;

  private final TreeMap<Double, Double> rises = new TreeMap<>();

  /** {@code share} is above 0 and at most 1. */
  void add(double share, double rise) {
    rises.put(share, Math.max(FLOOR, rise));
    double most = FLOOR;
    for (Map.Entry<Double, Double> e : rises.entrySet()) {
      most = Math.max(most, e.getValue());
      e.setValue(most);
    }
  }

  boolean measured() {
    return !rises.isEmpty();
  }

  /** Predicted rise at a share; NaN before anything was measured. */
  double at(double share) {
    if (rises.isEmpty()) {
      return Double.NaN;
    }
    if (share <= 0) {
      return 0;
    }
    Map.Entry<Double, Double> low = rises.floorEntry(share);
    Map.Entry<Double, Double> high = rises.ceilingEntry(share);
    if (low == null) {
      return power(rises.firstEntry(), share, POWER);
    }
    if (high == null) {
      Map.Entry<Double, Double> before = rises.lowerEntry(low.getKey());
      return power(low, share, before == null ? POWER : Math.max(1, slope(before, low)));
    }
    return low.getKey().equals(high.getKey())
        ? low.getValue()
        : power(low, share, slope(low, high));
  }

  private static double slope(Map.Entry<Double, Double> a, Map.Entry<Double, Double> b) {
    return Math.log(b.getValue() / a.getValue()) / Math.log(b.getKey() / a.getKey());
  }

  private static double power(Map.Entry<Double, Double> from, double share, double exponent) {
    return from.getValue() * Math.pow(share / from.getKey(), exponent);
  }
}
