package dev.espalier.allocation;

import dev.espalier.catalogue.Named;

/**
 * How small the model is to be after each step of a gradual cut.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.allocation.Schedule}; recipes ask for it by {@code schedule.kind}.
 */
public interface Schedule extends Named {
  /**
   * {@return the size to reach after each step, against the original's, in whatever is to shrink (1
   * is the whole model); falling, the last one exactly {@code finalRatio}}
   *
   * @param finalRatio size in the end, above 0 and at most 1
   * @param steps how many cuts, at least 1; a one-shot schedule makes one cut whatever is asked
   */
  double[] targets(double finalRatio, int steps);
}
