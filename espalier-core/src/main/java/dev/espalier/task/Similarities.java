package dev.espalier.task;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How records are answered by two models, where that is a matter of degrees. Cosines: between the
 * two records of each pair, or, without pairs, between the vectors of one record by the first model
 * and by each of the two. Tags: the share of a record's words that are right, or, without tags, as
 * by the first model.
 *
 * @param measure what the figures are, for a person
 * @param before by the first model
 * @param after by the second
 * @param scores of the pairs; empty where there are none
 * @param recordsEach 2 for pairs, else 1
 */
public record Similarities(
    String measure, double[] before, double[] after, double[] scores, int recordsEach) {
  private static final String COSINE = "cosine";

  /**
   * Empty unless the task is one of embeddings, or of tokens.
   *
   * @param task what the outputs mean
   * @param before what the original said
   * @param after what the result said of the same records
   * @return one figure by each model, of each pair or of each record
   */
  public static Optional<Similarities> of(Task task, Predictions before, Predictions after) {
    if (task.kind() instanceof TokenKind tokens) {
      return Optional.of(ofTokens(tokens, task, before, after));
    }
    if (!(task.kind() instanceof Embedding embedding)) {
      return Optional.empty();
    }
    if (!embedding.grouped()) {
      return Optional.of(
          new Similarities(
              COSINE, ones(before), Cosines.ofRecords(before, after), new double[0], 1));
    }
    double[] targets = embedding.form() == PairForm.SCORES ? before.targets() : new double[0];
    return Optional.of(
        new Similarities(
            COSINE,
            Cosines.ofPairs(before),
            Cosines.ofPairs(after),
            Averages.each(targets.length / 2, p -> targets[2 * p]),
            2));
  }

  private static Similarities ofTokens(
      TokenKind kind, Task task, Predictions before, Predictions after) {
    double[] original = kind.told() ? kind.each(new PlaceScores(task, before)) : ones(before);
    double[] result =
        kind.told() ? kind.each(new PlaceScores(task, after)) : kind.agreement(task, before, after);
    return new Similarities(kind.measure(), original, result, new double[0], 1);
  }

  private static double[] ones(Predictions of) {
    double[] ones = new double[of.records()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * Of a pair; null where it has none.
   *
   * @param pair its number, from 0
   * @return the score that the data states for the pair; null where it has none
   */
  public @Nullable Double score(int pair) {
    return pair < scores.length ? scores[pair] : null;
  }
}
