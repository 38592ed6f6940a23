package dev.espalier.study;

import dev.espalier.recipe.Recipe;
import java.util.List;

/**
 * What the rules read.
 *
 * @param structure kinds of layers
 * @param start where uniform cuts would cost about what tuning wins back
 * @param searching whether no target is named, and what shrinks may be chosen
 * @param recipe what the user chose, defaults elsewhere
 */
record Findings(
    Learning learning,
    StructureStudy structure,
    StartingRatio start,
    Cuttable cuttable,
    Times times,
    boolean searching,
    Recipe recipe) {
  /**
   * What there is to learn from.
   *
   * @param labelled whether the data has labels
   * @param train examples to tune on
   * @param gate examples that decide (groups, for ranking)
   * @param parameters of the model
   * @param passSeconds that training takes for a pass over its examples here; NaN where unknown
   */
  record Learning(boolean labelled, long train, long gate, long parameters, double passSeconds) {
    double perParameter() {
      return (double) train / Math.max(1, parameters);
    }

    /** Updates that one pass over train makes with {@code batch} records a step. */
    double updates(int batch) {
      return (double) train / batch;
    }
  }

  /**
   * What may go.
   *
   * @param groups that may be cut
   * @param fragile groups that cost much and save little
   * @param blocks residual blocks that were taken out one by one
   * @param blockLoss what the median one of them cost, untuned; NaN without blocks
   */
  record Cuttable(int groups, List<String> fragile, int blocks, double blockLoss) {}

  /**
   * How time falls.
   *
   * @param stairs in which steps of channels
   * @param least share of the time that a narrow model of the same layers takes; NaN where it was
   *     not measured
   */
  record Times(Stairs stairs, double least) {}
}
