package dev.espalier.allocation;

import dev.espalier.catalogue.Named;

/** How small the model is to be after each step of a gradual cut. */
public interface Schedule extends Named {
  /**
   * The size to reach after each step, against the original's; falling, the last one exactly {@code
   * finalRatio}.
   *
   * @param finalRatio size in the end, above 0 and at most 1
   * @param steps how many cuts, at least 1; a one-shot schedule makes one cut whatever is asked
   */
  double[] targets(double finalRatio, int steps);
}
