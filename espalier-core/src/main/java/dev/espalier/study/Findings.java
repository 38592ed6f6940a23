package dev.espalier.study;

import dev.espalier.recipe.Recipe;
import java.util.List;

/**
 * What the rules read.
 *
 * @param labelled whether the data has labels
 * @param trainExamples to tune on
 * @param gateExamples that decide (groups, for ranking)
 * @param parameters of the model
 * @param passSeconds that training takes for a pass over its examples here; NaN where unknown
 * @param groups that may be cut
 * @param recurrent whether the model has LSTM, GRU or RNN
 * @param attention whether a Softmax feeds a product of two computed values
 * @param embeddings whether ids are looked up in a table
 * @param fewestHeads units of the narrowest group that feeds attention; 0 without attention
 * @param start ratio of the MACs at which uniform cuts would cost about what tuning wins back; NaN
 *     where sensitivity was not measured
 * @param startDrop what these cuts cost together, untuned
 * @param fragile groups that cost much and save little
 * @param blocks residual blocks that were taken out one by one
 * @param blockLoss what the median one of them cost, untuned; NaN without blocks
 * @param stairs in which steps of channels time falls here
 * @param leastTime share of the time that a narrow model of the same layers takes; NaN where it was
 *     not measured
 * @param searching whether no target is named, and what shrinks may be chosen
 * @param recipe what the user chose, defaults elsewhere
 */
record Findings(
    boolean labelled,
    long trainExamples,
    long gateExamples,
    long parameters,
    double passSeconds,
    int groups,
    boolean recurrent,
    boolean attention,
    boolean embeddings,
    int fewestHeads,
    double start,
    double startDrop,
    List<String> fragile,
    int blocks,
    double blockLoss,
    Stairs stairs,
    double leastTime,
    boolean searching,
    Recipe recipe) {
  double examplesPerParameter() {
    return (double) trainExamples / Math.max(1, parameters);
  }

  /** Updates that one pass over train makes with {@code batch} records a step. */
  double updates(int batch) {
    return (double) trainExamples / batch;
  }
}
