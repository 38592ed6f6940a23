package dev.espalier.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A separable problem of 16 widths in each dimension, whose answer is known: cutting share x of
 * dimension d costs {@code s_d x²} of loss, with s_d from 0.03 to 30, and saves {@code c_d x} of
 * all, with c_d from 1 to 5 before they are scaled to sum up to 1.
 */
final class Toy implements Evaluation {
  static final double BASE = 0.3;
  private static final int LEVELS = 16;

  private final Space space;
  private final double[] sensitivity;
  private final double[] cost;
  int evaluated;

  Toy(int dimensions) {
    List<Dimension> all = new ArrayList<>();
    this.sensitivity = new double[dimensions];
    this.cost = new double[dimensions];
    double sum = IntStream.range(0, dimensions).mapToDouble(d -> 1 + d * 7 % 5).sum();
    for (int d = 0; d < dimensions; d++) {
      int step = 1 + d % 3;
      all.add(
          Dimension.widths(
              "group " + d, IntStream.rangeClosed(1, LEVELS).mapToObj(k -> k * step).toList()));
      sensitivity[d] = Math.pow(10, -1.5 + 3.0 * (d * 5 % dimensions) / (dimensions - 1));
      cost[d] = (1 + d * 7 % 5) / sum;
    }
    this.space = new Space(all);
  }

  Problem leastLoss(int trials, long seed) {
    return new Problem(space, Targets.leastLoss(Objective.MACS, 0.5), this::costs, trials, seed);
  }

  Problem of(Targets targets, int trials, long seed) {
    return new Problem(space, targets, this::costs, trials, seed);
  }

  Map<Objective, Double> costs(Point point) {
    int[] levels = space.levels(point);
    double macs = 0;
    for (int d = 0; d < levels.length; d++) {
      macs += cost[d] * (levels[d] + 1) / LEVELS;
    }
    return Map.of(Objective.MACS, macs);
  }

  double loss(Point point) {
    int[] levels = space.levels(point);
    double loss = BASE;
    for (int d = 0; d < levels.length; d++) {
      double x = (double) (LEVELS - 1 - levels[d]) / LEVELS;
      loss += sensitivity[d] * x * x;
    }
    return loss;
  }

  /** Least loss within half the cost when shares are free: a lower bound, by its multiplier. */
  double bound() {
    double low = 0;
    double high = 1e3;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      double saved = 0;
      for (int d = 0; d < cost.length; d++) {
        saved += cost[d] * share(d, middle);
      }
      low = saved < 0.5 ? middle : low;
      high = saved < 0.5 ? high : middle;
    }
    double loss = BASE;
    for (int d = 0; d < cost.length; d++) {
      loss += sensitivity[d] * share(d, high) * share(d, high);
    }
    return loss;
  }

  private double share(int d, double multiplier) {
    return Math.min((LEVELS - 1.0) / LEVELS, multiplier * cost[d] / (2 * sensitivity[d]));
  }

  @Override
  public Outcome of(Point point) {
    evaluated++;
    return Outcome.of(loss(point), 0, costs(point));
  }
}
