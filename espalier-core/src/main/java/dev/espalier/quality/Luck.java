package dev.espalier.quality;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * How much of what the best of several models seems to be is luck: the fewer examples decide and
 * the more models are compared, the more.
 */
public final class Luck {
  /** Below so many examples (groups, for ranking) a choice among models is luck in good part. */
  public static final int FEW = 300;

  private Luck() {}

  /**
   * Whether luck has to be allowed for: few examples decide, or the loss is known less exactly than
   * what is allowed.
   *
   * @param records that decide
   * @param error standard error of the loss
   * @param allowed loss; NaN where none is named
   */
  public static boolean counts(double records, double error, double allowed) {
    return records < FEW || error > allowed;
  }

  /**
   * How many standard errors the luckiest of some equal models seems better than it is: the
   * expected largest of so many standard normal numbers (Blom, Statistical Estimates and
   * Transformed Beta-Variables, 1958).
   *
   * @param among how many models, at least 1
   */
  public static double ofBest(int among) {
    return new NormalDistribution().inverseCumulativeProbability((among - 0.375) / (among + 0.25));
  }
}
