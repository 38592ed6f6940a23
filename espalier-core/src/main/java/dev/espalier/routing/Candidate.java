package dev.espalier.routing;

import org.jspecify.annotations.Nullable;

/**
 * A chain with a signal.
 *
 * @param name of chain, signal and temperature, for a person
 * @param outcomes on the choice part
 * @param macs cost of each stage
 * @param micros the same, measured; null where it was not
 */
public record Candidate(
    String name, Outcomes outcomes, StageCosts macs, @Nullable StageCosts micros) {

  /** Measured costs where they have this unit, else MACs. */
  public StageCosts costs(String unit) {
    return timedIn(unit) && micros != null ? micros : macs;
  }

  boolean timedIn(String unit) {
    return micros != null && micros.unit().equals(unit);
  }
}
