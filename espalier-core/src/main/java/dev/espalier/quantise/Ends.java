package dev.espalier.quantise;

import java.util.function.ToDoubleFunction;

/**
 * The best range within a histogram's: its upper end is moved inwards first, then its lower one.
 */
final class Ends {
  private static final int TRIED = 64;
  private static final int FEWEST = 4;

  private Ends() {}

  /**
   * {@return the range of the smallest cost; the whole one where none is smaller}
   *
   * @param numbers whose range it is
   * @param cost of a range
   */
  static Calibration.Range least(Histogram numbers, ToDoubleFunction<Calibration.Range> cost) {
    Calibration.Range best = new Calibration.Range(numbers.low(), numbers.high());
    double least = cost.applyAsDouble(best);
    for (boolean upper : new boolean[] {true, false}) {
      Calibration.Range fixed = best;
      for (int i = TRIED - 1; i >= FEWEST; i--) {
        double share = (double) i / TRIED;
        Calibration.Range range =
            upper
                ? new Calibration.Range(fixed.low(), numbers.high() * share)
                : new Calibration.Range(numbers.low() * share, fixed.high());
        double found = cost.applyAsDouble(range);
        if (found < least) {
          least = found;
          best = range;
        }
      }
    }
    return best;
  }
}
