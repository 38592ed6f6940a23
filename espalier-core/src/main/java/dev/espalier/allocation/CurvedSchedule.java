package dev.espalier.allocation;

/**
 * A schedule that follows a curve.
 *
 * @param at size after a share of the way, which runs from 0 (exclusive) to 1
 */
record CurvedSchedule(String name, String summary, String source, Shape at) implements Schedule {
  /** A curve from 1 at the start to {@code finalRatio} at {@code way} 1. */
  @FunctionalInterface
  interface Shape {
    double ratio(double finalRatio, double way);
  }

  @Override
  public double[] targets(double finalRatio, int steps) {
    if (steps < 1 || !(finalRatio > 0 && finalRatio <= 1)) {
      throw new IllegalArgumentException(
          "no schedule to " + finalRatio + " in " + steps + " steps");
    }
    double[] targets = new double[steps];
    for (int i = 0; i < steps - 1; i++) {
      targets[i] = at.ratio(finalRatio, (i + 1.0) / steps);
    }
    targets[steps - 1] = finalRatio;
    return targets;
  }
}
