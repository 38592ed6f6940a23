package dev.espalier.routing;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A chain with a signal.
 *
 * @param name of chain, signal and temperature, for a person
 * @param outcomes on the choice part
 * @param graded {@code [stages][records]}: how wrong each stage is on each record where {@code
 *     outcomes} knows right and wrong alone, such as its cross-entropy; less is better
 * @param macs cost of each stage
 * @param micros the same, measured; null where it was not
 */
public record ChainCandidate(
    String name,
    Outcomes outcomes,
    double[][] graded,
    StageCosts macs,
    @Nullable StageCosts micros) {

  /** Measured costs where they have this unit, else MACs. */
  public StageCosts costs(String unit) {
    return timedIn(unit) && micros != null ? micros : macs;
  }

  boolean timedIn(String unit) {
    return micros != null && micros.unit().equals(unit);
  }

  /** How wrong the answers are in the mean, where these stages answer. */
  double graded(int[] routes) {
    return IntStream.range(0, routes.length)
        .mapToDouble(i -> graded[routes[i]][i])
        .average()
        .orElse(0);
  }
}
