package dev.espalier.study;

import java.util.Arrays;

/**
 * Intrinsic dimension of a cloud of points from the ratio of each point's distances to its two
 * nearest neighbours: the slope of {@code -log(1 - F(μ))} over {@code log μ} through the origin,
 * the largest tenth of the ratios left out. Cost: quadratic in the points.
 *
 * <p>Source: Facco, d'Errico, Rodriguez and Laio, Estimating the intrinsic dimension of datasets by
 * a minimal neighborhood information, Scientific Reports 2017.
 */
final class TwoNn {
  private static final double KEPT = 0.9;
  private static final int FEWEST = 20;

  private TwoNn() {}

  /** NaN where fewer than 20 points differ from all others. */
  static double dimension(float[][] points) {
    double[] ratios = new double[points.length];
    int n = 0;
    for (int i = 0; i < points.length; i++) {
      double ratio = ratio(points, i);
      if (Double.isFinite(ratio)) {
        ratios[n++] = ratio;
      }
    }
    if (n < FEWEST) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(ratios, n);
    Arrays.sort(sorted);
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < (int) (KEPT * n); i++) {
      double x = Math.log(sorted[i]);
      double y = -Math.log(1 - (i + 1.0) / n);
      xy += x * y;
      xx += x * x;
    }
    return xx > 0 ? xy / xx : Double.NaN;
  }

  private static double ratio(float[][] points, int i) {
    double nearest = Double.POSITIVE_INFINITY;
    double second = Double.POSITIVE_INFINITY;
    for (int j = 0; j < points.length; j++) {
      double d = j == i ? Double.POSITIVE_INFINITY : squared(points[i], points[j]);
      if (d < nearest) {
        second = nearest;
        nearest = d;
      } else if (d < second) {
        second = d;
      }
    }
    return nearest > 0 ? Math.sqrt(second / nearest) : Double.NaN;
  }

  private static double squared(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      float d = a[i] - b[i];
      sum += d * d;
    }
    return sum;
  }
}
