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
    String name, Outcomes outcomes, StageCosts macs, @Nullable StageCosts micros) {}
