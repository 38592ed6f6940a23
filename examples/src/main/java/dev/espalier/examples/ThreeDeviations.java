package dev.espalier.examples;

import dev.espalier.quantise.Calibration;
import dev.espalier.quantise.Histogram;

/**
 * A calibration: three standard deviations to either side of 0, as far as numbers reach. What lies
 * further out is cut off, and the grid of the rest is finer.
 *
 * <p>To copy: {@link #of} takes how often a value's numbers lie where, in parts of one length, and
 * says from where to where its 256 steps go; 0 must lie between. Named in {@code
 * META-INF/services/dev.espalier.quantise.Calibration}; recipes say {@code quant.calibration:
 * three-deviations}.
 */
public final class ThreeDeviations implements Calibration {
  private static final double DEVIATIONS = 3;

  /** Has no state. */
  public ThreeDeviations() {}

  @Override
  public String name() {
    return "three-deviations";
  }

  @Override
  public String summary() {
    return "three standard deviations to either side of 0";
  }

  @Override
  public String source() {
    return "an example";
  }

  @Override
  public Range of(Histogram numbers) {
    long[] counts = numbers.counts();
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      squares += counts[i] * numbers.middle(i) * numbers.middle(i);
    }
    double reach = DEVIATIONS * Math.sqrt(squares / Math.max(1, numbers.total()));
    return new Range(Math.max(numbers.low(), -reach), Math.min(numbers.high(), reach));
  }
}
