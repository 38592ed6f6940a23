package dev.espalier.task;

import java.util.function.IntFunction;

/**
 * Kinds whose outputs are scores of classes at each token of a record: {@code [N, T, c]}. Labels
 * are a class number for each token, negative where a token does not count; without labels 0 stands
 * for a token that counts.
 */
interface TokenKind extends TaskKind {
  /** Whether labels tell the right classes, and not only which tokens count. */
  boolean told();

  /** What {@link #each} is, for a person. */
  String measure();

  /** One figure a record that says how well it is answered. */
  double[] each(PlaceScores scores);

  @Override
  default LabelForm labels() {
    return told() ? LabelForm.TOKENS : LabelForm.NONE;
  }

  @Override
  default boolean perToken() {
    return true;
  }

  /** Labels are of tokens, which no row of numbers foretells. */
  @Override
  default boolean direct() {
    return false;
  }

  /** A record has many answers, each as sure as it is. */
  @Override
  default boolean routed() {
    return false;
  }

  @Override
  default boolean byDegrees() {
    return true;
  }

  @Override
  default String disagreement() {
    return "the share of tokens that it answers otherwise";
  }

  @Override
  default double[] agreement(Task task, Predictions original, Predictions other) {
    PlaceScores first = new PlaceScores(task, original);
    return same(first, new PlaceScores(task, other)).byRecord(original.records());
  }

  /** Over all tokens that count, however long records are. */
  @Override
  default Statistic agreements(Task task, Predictions original, Predictions other) {
    return same(new PlaceScores(task, original), new PlaceScores(task, other));
  }

  private static Ratio same(PlaceScores first, PlaceScores second) {
    return first.over((r, t) -> first.best(r, t) == second.best(r, t) ? 1 : 0);
  }

  /** Of each record the mean over its tokens: to the labels, else to what the whole model says. */
  @Override
  default double[] losses(Task task, Predictions predictions, Predictions whole) {
    PlaceScores own = new PlaceScores(task, predictions);
    PlaceScores from = new PlaceScores(task, whole);
    Ratio loss = own.over(told() ? own::crossEntropy : (r, t) -> from.divergence(own, r, t));
    return loss.byRecord(own.records());
  }

  /** Where tokens begin, columns alone do not tell. */
  @Override
  default String answer(float[] columns, IntFunction<String> classNames) {
    return columns.length + " scores";
  }
}
