package dev.espalier.record;

import org.jspecify.annotations.Nullable;

/**
 * Quality on one part of what is judged: one task of several, or the final examples of one domain.
 *
 * @param kind what parts are told apart by: {@code task}, or the column that DATA's {@code by}
 *     names
 * @param name the task's output, or the column's value (and the task's output, where there are
 *     several)
 * @param original the metric before
 * @param result the metric after
 * @param drop from the one to the other; names metric and number of examples
 * @param expected what the gate's examples let expect of the drop; null where that was not asked
 */
public record PartRecord(
    String kind, String name, double original, double result, Drop drop, @Nullable Drop expected) {
  /** The kind of a part that is a task. */
  public static final String TASK = "task";

  /** {@return whether it is of a task rather than of a domain} */
  public boolean task() {
    return kind.equals(TASK);
  }
}
