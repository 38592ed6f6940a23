package dev.espalier.routing;

import java.util.Arrays;

/**
 * Tests means of bounded figures by betting; valid for any number of independent examples.
 *
 * <p>Against "the mean is at least m" capital 1 is bet on the examples in turn, {@code K ← K (1 + λ
 * (m - x))}, where λ ≥ 0 depends on the examples before alone and keeps K positive. Were it true, K
 * would not grow in the mean, and reach 1/δ with probability δ at most (Ville): 1 over the largest
 * K is a p-value (Waudby-Smith and Ramdas 2023, "Estimating means of bounded random variables by
 * betting", JRSS B 86). λ is what would just reach 1/δ with the examples that are left, {@code
 * sqrt(2 ln(1/(δK)) / (left s²))} with the running mean s² of {@code (m - x)²} (Voráček and Orabona
 * 2025, "STaR-Bets: Sequential Target-Recalculating Bets for Tighter Confidence Intervals"): as
 * sharp as the normal approximation, nearly, where differences are rare.
 *
 * @param range figures lie in {@code [-range, range]}
 * @param delta the probability of error that is aimed at
 */
record Betting(double range, double delta) {
  /** Share of the capital that one example may take. */
  private static final double MOST_LOST = 0.9;

  /** Means that bounds are rounded up to, from 0 to the range; they crowd towards 0. */
  private static final int STEPS = 400;

  /** Of "the mean is at least {@code mean}"; the order of the examples must say nothing of them. */
  double pValue(double[] examples, double mean) {
    double m = mean / range;
    double goal = Math.log(1 / delta);
    double most = MOST_LOST / Math.max(1 - m, 1e-9);
    double capital = 0; // its logarithm
    double best = 0;
    double squares = 1; // as if one example had been as far off as can be
    for (int t = 0; t < examples.length && best < goal; t++) {
      double x = within(examples[t]);
      double left = examples.length - t;
      double wanted = Math.sqrt(2 * (goal - capital) / (left * squares / (t + 1)));
      capital += Math.log1p(Math.min(wanted, most) * (m - x));
      best = Math.max(best, capital);
      squares += (m - x) * (m - x);
    }
    return Math.exp(-best);
  }

  boolean below(double[] examples, double mean) {
    return pValue(examples, mean) <= delta;
  }

  /**
   * The mean is below this with probability 1 - delta. Means are ruled out from the top of the
   * range down until one cannot be: so the first true one in a fixed order would have to be ruled
   * out for the bound to be wrong. Near 0.01 of the range it is rounded up by 0.0005 at most.
   */
  double upper(double[] examples) {
    int step = STEPS;
    while (step > -STEPS && below(examples, mean(step - 1))) {
      step--;
    }
    return mean(step);
  }

  private double mean(int step) {
    double share = (double) step / STEPS;
    return share * Math.abs(share) * range;
  }

  /** As {@link #upper}, from below. */
  double lower(double[] examples) {
    double[] negative = new double[examples.length];
    Arrays.setAll(negative, i -> -examples[i]);
    return -upper(negative);
  }

  private double within(double example) {
    if (!(Math.abs(example) <= range * (1 + 1e-9))) {
      throw new IllegalArgumentException(
          "a difference of " + example + " lies outside the range of " + range + "; clip losses");
    }
    return example / range;
  }
}
