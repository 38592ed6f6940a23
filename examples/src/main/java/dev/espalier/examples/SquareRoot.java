package dev.espalier.examples;

import dev.espalier.allocation.Schedule;

/**
 * A schedule: after the share x of the steps the model has {@code 1 - (1 - r) √x} of its size, r
 * the final one. Half of all that goes is gone after a quarter of the steps, so that most of the
 * tuning is spent on models that are nearly as small as the result.
 *
 * <p>To copy: one size a step, falling, and the last one exactly what was asked for. Named in
 * {@code META-INF/services/dev.espalier.allocation.Schedule}; recipes say {@code schedule.kind:
 * square-root}.
 */
public final class SquareRoot implements Schedule {
  @Override
  public String name() {
    return "square-root";
  }

  @Override
  public String summary() {
    return "half of what goes is gone after a quarter of the steps";
  }

  @Override
  public String source() {
    return "An example; gentler at first than the cubic of Zhu and Gupta, To Prune, or Not to Prune, 2018";
  }

  @Override
  public double[] targets(double finalRatio, int steps) {
    double[] targets = new double[steps];
    for (int i = 0; i < steps; i++) {
      targets[i] = 1 - (1 - finalRatio) * Math.sqrt((i + 1.0) / steps);
    }
    targets[steps - 1] = finalRatio; // not a rounding error away from it
    return targets;
  }
}
