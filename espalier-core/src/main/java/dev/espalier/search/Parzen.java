package dev.espalier.search;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.special.Erf;

/**
 * A density over the levels of one dimension from levels that were seen.
 *
 * <p>Ordered: {@code p(x) = (1/n + Σ_i w_i(x)) / (m + 1)} over n levels and m seen, with w_i a
 * normal around the i-th, cut off at the ends and summed up over {@code x ± ½}; its deviation is
 * the larger distance to a neighbour among those seen, at least 1 and at most n. Others: counts
 * plus one. The uniform part keeps every level possible.
 */
final class Parzen {
  private final double[] density;

  Parzen(Dimension dimension, int[] seen) {
    this.density = new double[dimension.levels()];
    Arrays.fill(density, 1.0 / density.length);
    int[] sorted = Arrays.stream(seen).sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (dimension.ordered()) {
        addNormal(sorted[i], deviation(sorted, i, density.length));
      } else {
        density[sorted[i]] += 1;
      }
    }
    double total = Arrays.stream(density).sum();
    for (int x = 0; x < density.length; x++) {
      density[x] /= total;
    }
  }

  private static double deviation(int[] sorted, int i, int levels) {
    double left = i > 0 ? sorted[i] - sorted[i - 1] : 0;
    double right = i + 1 < sorted.length ? sorted[i + 1] - sorted[i] : 0;
    double widest = sorted.length == 1 ? levels / 2.0 : Math.max(left, right);
    double least = Math.max(1, levels / Math.min(100.0, 1 + sorted.length));
    return Math.min(levels, Math.max(least, widest));
  }

  private void addNormal(int mean, double deviation) {
    double all = mass(-0.5, density.length - 0.5, mean, deviation);
    for (int x = 0; x < density.length; x++) {
      density[x] += mass(x - 0.5, x + 0.5, mean, deviation) / all;
    }
  }

  private static double mass(double from, double to, double mean, double deviation) {
    double scale = deviation * Math.sqrt(2);
    return 0.5 * (Erf.erf((to - mean) / scale) - Erf.erf((from - mean) / scale));
  }

  double at(int level) {
    return density[level];
  }

  int draw(SplittableRandom random) {
    double left = random.nextDouble();
    for (int x = 0; x < density.length; x++) {
      left -= density[x];
      if (left < 0) {
        return x;
      }
    }
    return density.length - 1;
  }
}
