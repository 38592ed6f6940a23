package dev.espalier.criterion;

import java.util.Map;

/**
 * What the loss becomes when one unit is zero wherever it is consumed.
 *
 * @param base loss of the whole model
 * @param losses loss without each unit, by group name
 */
public record Ablation(double base, Map<String, double[]> losses) {}
