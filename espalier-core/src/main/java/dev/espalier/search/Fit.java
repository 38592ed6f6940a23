package dev.espalier.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Moves points onto the limits of the costs, by forecast, so that trials are spent where an answer
 * may lie.
 *
 * <p>With {@code u = (level + ½) / levels} of each dimension, all become {@code u^γ} with the
 * smallest γ whose costs stay within; then single levels are given back, the largest rounding loss
 * first. The proportions that a policy chose stay, the size is the target's. Cost: about 40
 * forecasts, and one for each dimension.
 */
final class Fit {
  private static final int HALVINGS = 24;
  private static final double MOST = 12;

  private final Space space;
  private final Costs costs;
  private final List<ObjectiveLimit> limits;

  Fit(Problem problem) {
    this.space = problem.space();
    this.costs = problem.costs();
    this.limits = problem.targets().aims();
  }

  /** Whether any cost is limited. */
  boolean limited() {
    return !limits.isEmpty();
  }

  /** Largest of the limited costs over its limit; at most 1 within all, 0 where none is limited. */
  double pressure(int[] levels) {
    Map<Objective, Double> forecast = costs.of(space.point(levels));
    double most = 0;
    for (ObjectiveLimit limit : limits) {
      most = Math.max(most, forecast.getOrDefault(limit.objective(), 0.0) / limit.most());
    }
    return most;
  }

  boolean fits(int[] levels) {
    return pressure(levels) <= 1 + 1e-9;
  }

  /** The same levels where they fit, else the nearest smaller ones that do. */
  int[] within(int[] levels) {
    return fits(levels) ? levels : onto(levels);
  }

  /** Levels of the same proportions, as large as the limits allow; unchanged without limits. */
  int[] onto(int[] levels) {
    if (!limited()) {
      return levels;
    }
    double small = MOST;
    double large = -MOST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (small + large) / 2;
      if (fits(scaled(levels, middle))) {
        small = middle;
      } else {
        large = middle;
      }
    }
    return filled(scaled(levels, small), levels, small);
  }

  private int[] scaled(int[] levels, double logGamma) {
    int[] out = new int[levels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.min(space.dimensions().get(i).top(), (int) exact(levels, i, logGamma));
    }
    return out;
  }

  private double exact(int[] levels, int i, double logGamma) {
    int n = space.dimensions().get(i).levels();
    return n * Math.pow((levels[i] + 0.5) / n, Math.pow(2, logGamma));
  }

  private int[] filled(int[] start, int[] wish, double logGamma) {
    int[] out = start.clone();
    List<Integer> order =
        IntStream.range(0, out.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> out[i] - exact(wish, i, logGamma)))
            .toList();
    for (int i : order) {
      int[] more = out.clone();
      more[i] = Math.min(more[i] + 1, space.dimensions().get(i).top());
      if (!Arrays.equals(more, out) && fits(more)) {
        out[i] = more[i];
      }
    }
    return out;
  }
}
