package dev.espalier.adaptive;

import dev.espalier.catalogue.Named;
import java.util.List;
import java.util.Optional;

/**
 * How sure a stage is of a row: nodes that compute a score, higher where it is surer. Any unit of
 * measure: thresholds are found on examples.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.adaptive.Signal}; recipes ask for it by {@code dynamic.signal}.
 * {@link Signals} brings answers to one form. Nodes must take zero rows, and no row may look at
 * another.
 */
public interface Signal extends Named {
  /**
   * {@return why it says nothing of such answers, for a person; empty where it applies}
   *
   * @param form what the model answers
   */
  Optional<String> refusal(AnswerForm form);

  /**
   * {@return whether it compares with the stage before; then the first stage passes every row on}
   */
  boolean pairwise();

  /** {@return whether it takes weights that are learned from examples} */
  default boolean learns() {
    return false;
  }

  /**
   * Writes the nodes; returns the name of the value with the scores, float32 [N]. Asked only for
   * answers without a {@link #refusal}.
   *
   * @param draft graph that nodes are added to
   * @param look what it may look at
   * @return name of the value with the scores, float32 [N]
   */
  String write(Draft draft, Look look);

  /**
   * What a signal looks at.
   *
   * @param answer value of this stage's first output
   * @param before the stage before's, of the same rows; empty for the first stage
   * @param form what both hold
   * @param temperature divides logits
   * @param weights learned; empty where it learns nothing
   */
  record Look(
      String answer, String before, AnswerForm form, double temperature, List<Double> weights) {}
}
