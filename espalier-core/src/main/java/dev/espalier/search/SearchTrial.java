package dev.espalier.search;

/**
 * One point and what it came to.
 *
 * @param number counted from 1
 * @param policy that proposed it
 * @param point what was tried
 * @param outcome what it came to
 * @param repeated whether the outcome was known before, so that nothing was measured
 */
public record SearchTrial(
    int number, String policy, Point point, Outcome outcome, boolean repeated) {}
