package dev.espalier.task;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cosines by two models: between the two records of each pair, or, without pairs, between the
 * vectors of one record by the first model and by each of the two.
 *
 * @param before by the first model
 * @param after by the second
 * @param scores of the pairs; empty where there are none
 * @param recordsEach 2 for pairs, else 1
 */
public record Similarities(double[] before, double[] after, double[] scores, int recordsEach) {
  /** Empty unless the task is one of embeddings. */
  public static Optional<Similarities> of(Task task, Predictions before, Predictions after) {
    if (!(task.kind() instanceof Embedding embedding)) {
      return Optional.empty();
    }
    if (!embedding.grouped()) {
      double[] same = new double[before.records()];
      Arrays.fill(same, 1);
      return Optional.of(
          new Similarities(same, Cosines.ofRecords(before, after), new double[0], 1));
    }
    double[] targets = embedding.form() == PairForm.SCORES ? before.targets() : new double[0];
    return Optional.of(
        new Similarities(
            Cosines.ofPairs(before),
            Cosines.ofPairs(after),
            Averages.each(targets.length / 2, p -> targets[2 * p]),
            2));
  }

  /** Of a pair; null where it has none. */
  public @Nullable Double score(int pair) {
    return pair < scores.length ? scores[pair] : null;
  }
}
