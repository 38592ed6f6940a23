package dev.espalier.routing;

/**
 * How much may be lost against the original, and how sure one wants to be.
 *
 * @param judged the loss that is meant
 * @param loss allowed mean difference to the original's loss, such as 0.01 for a point
 * @param delta the probability with which a guarantee may be broken
 * @param margin of estimates, in paired standard errors
 * @param seed of the order in which examples are bet on
 */
public record Allowance(Judged judged, double loss, double delta, double margin, long seed) {
  /** {@link IllegalArgumentException} where a figure makes no sense. */
  public Allowance {
    if (!(loss >= 0 && loss < judged.range())) {
      throw new IllegalArgumentException(
          "the allowed loss is " + loss + "; it must be at least 0 and below " + judged.range());
    }
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta is " + delta + "; it must lie between 0 and 1");
    }
    if (!(margin >= 0 && Double.isFinite(margin))) {
      throw new IllegalArgumentException("the margin is " + margin + "; it must be at least 0");
    }
  }

  /** The same with another margin of estimates. */
  Allowance withMargin(double changed) {
    return new Allowance(judged, loss, delta, changed, seed);
  }
}
