package dev.espalier.adaptive;

import dev.espalier.model.Attributes;

/** Nodes from answers to logits and to class probabilities [N, C]. */
final class Distribution {
  /** Smallest normal float: probabilities below it have no logarithm that is worth anything. */
  private static final float TINY = Float.MIN_NORMAL;

  private Distribution() {}

  /** softmax(logits / T) of two classes at least. */
  static String probabilities(Draft draft, Signal.Look look, String answer) {
    return draft.node("Softmax", Attributes.of("axis", 1), scaled(draft, look, answer));
  }

  /** logits / T of two classes at least; of probabilities their logarithms. */
  static String scaled(Draft draft, Signal.Look look, String answer) {
    boolean given = look.form().answer() == RowAnswer.PROBABILITIES;
    String x = look.form().rank() == 1 ? draft.node("Unsqueeze", answer, draft.vector(1)) : answer;
    if (look.form().binary()) {
      x = given ? pair(draft, complement(draft, x), x) : pair(draft, draft.node("Sub", x, x), x);
    }
    String logits = given ? log(draft, x) : x;
    return look.temperature() == 1
        ? logits
        : draft.node("Div", logits, draft.scalar((float) look.temperature()));
  }

  /** The logarithm, finite for 0 too. */
  static String log(Draft draft, String probabilities) {
    return draft.node("Log", draft.node("Max", probabilities, draft.scalar(TINY)));
  }

  static String complement(Draft draft, String x) {
    return draft.node("Sub", draft.scalar(1), x);
  }

  private static String pair(Draft draft, String a, String b) {
    return draft.node("Concat", Attributes.of("axis", 1), a, b);
  }

  /**
   * Answers turned into the other form, of the same shape.
   *
   * @param wanted logits, of probabilities; or probabilities, of logits
   * @param binary whether one column stands for two classes
   */
  static String turned(Draft draft, String x, RowAnswer wanted, boolean binary) {
    if (wanted == RowAnswer.PROBABILITIES) {
      return binary ? draft.node("Sigmoid", x) : draft.node("Softmax", Attributes.of("axis", 1), x);
    }
    return binary
        ? draft.node("Sub", log(draft, x), log(draft, complement(draft, x)))
        : log(draft, x);
  }
}
