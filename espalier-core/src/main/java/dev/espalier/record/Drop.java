package dev.espalier.record;

import org.jspecify.annotations.Nullable;

/**
 * What the cut cost, original against result on the same examples.
 *
 * @param metric what it is measured in
 * @param value the estimate: 0.01 is one point lost, negative is better than before; relative for
 *     errors
 * @param low the interval's lower bound
 * @param high the interval's upper bound
 * @param level of the interval, such as 0.95
 * @param allowed the largest that was allowed; null where there was no gate
 * @param records examples that went through both models
 * @param method how the interval was made, and on which examples
 */
public record Drop(
    String metric,
    double value,
    double low,
    double high,
    double level,
    @Nullable Double allowed,
    long records,
    String method) {
  public Drop {
    metric = Copies.text(metric);
    method = Copies.text(method);
  }

  /**
   * {@return the same of one task among several, named by its output; as it is where that has no
   * name}
   *
   * @param output of the model; empty for the only one
   */
  public Drop of(String output) {
    return output.isEmpty()
        ? this
        : new Drop(metric + " of " + output, value, low, high, level, allowed, records, method);
  }

  /**
   * {@return whether another estimate lies within this interval}
   *
   * @param other estimate of the same loss
   */
  public boolean holds(Drop other) {
    return other.value() >= low && other.value() <= high;
  }
}
