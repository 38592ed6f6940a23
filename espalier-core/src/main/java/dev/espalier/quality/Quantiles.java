package dev.espalier.quality;

/**
 * Quantiles of samples that are sorted already. Hipparchus' Percentile (R_7) would sort them again,
 * and takes no quantile of 0.
 */
public final class Quantiles {
  private Quantiles() {}

  /** The {@code q} quantile of ascending samples, linear between neighbours (as numpy has it). */
  public static double of(double[] ascending, double q) {
    double place = q * (ascending.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, ascending.length - 1);
    return below == above
        ? ascending[below]
        : ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }
}
