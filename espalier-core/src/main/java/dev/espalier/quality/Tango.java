package dev.espalier.quality;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BisectionSolver;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Score interval for the difference of two paired proportions, sound also when few or no pairs
 * disagree.
 *
 * <p>Tango (1998), "Equivalence test and confidence interval for the difference in proportions for
 * the paired-sample design", Statistics in Medicine 17: the differences δ with {@code |b - c - nδ|
 * <= z sqrt(n (2 q + δ (1 - δ)))}, where q is the maximum-likelihood share of pairs of the second
 * kind given δ. Limits by bisection.
 */
final class Tango {
  private static final double RESOLUTION = 1e-10;

  /** Far more than it takes to halve an interval of length 2 down to the resolution. */
  private static final int MOST_EVALUATIONS = 1000;

  private final double n;
  private final double b;
  private final double c;

  /**
   * @param n pairs
   * @param b pairs in which only the first succeeds
   * @param c pairs in which only the second succeeds
   */
  Tango(int n, int b, int c) {
    this.n = n;
    this.b = b;
    this.c = c;
  }

  /** Two-sided limits of first minus second. */
  double[] limits(double level) {
    double z = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
    double estimate = (b - c) / n;
    double low = root(-1, estimate, d -> score(d) - z);
    double high = root(estimate, 1, d -> score(d) + z);
    return new double[] {low, high};
  }

  /** Falls from plus to minus infinity as δ grows. */
  private double score(double d) {
    double linear = -b - c + (2 * n - b + c) * d;
    double q =
        (Math.sqrt(Math.max(0, linear * linear + 8 * n * c * d * (1 - d))) - linear) / (4 * n);
    double variance = n * (2 * q + d * (1 - d));
    double distance = b - c - n * d;
    if (distance == 0) {
      return 0; // also where nothing varies
    }
    return variance > 0 ? distance / Math.sqrt(variance) : distance * Double.POSITIVE_INFINITY;
  }

  private static double root(double from, double to, UnivariateFunction falling) {
    return from < to
        ? new BisectionSolver(RESOLUTION).solve(MOST_EVALUATIONS, falling, from, to)
        : from;
  }
}
