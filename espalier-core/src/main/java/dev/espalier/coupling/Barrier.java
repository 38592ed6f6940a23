package dev.espalier.coupling;

/**
 * Why units along an axis cannot be cut.
 *
 * @param node label of the node that says so; {@code input} or {@code output} for the model's own
 * @param axis the axis, as {@code value:index}
 * @param reason for a person
 */
public record Barrier(String node, String axis, String reason) {}
