package dev.espalier.record;

/**
 * A place where cutting stops.
 *
 * @param node or graph output
 * @param axis of it, for a person
 * @param reason why, for a person
 */
public record BarrierRecord(String node, String axis, String reason) {}
