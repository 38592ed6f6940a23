package dev.espalier.adaptive;

import dev.espalier.model.Model;
import dev.espalier.model.ScoreLink;

/** What the first output of a model says of a row. */
public enum RowAnswer {
  /** Logits or log-probabilities, one a class; one column is the logit of class 1 of two. */
  LOGITS,
  /** Probabilities, one a class; one column is the probability of class 1 of two. */
  PROBABILITIES,
  /** Numbers that are no scores of classes. */
  VALUES;

  /**
   * Logits or probabilities of a classifier, by the operator that the first output comes of:
   * Softmax and Sigmoid give probabilities. Other tasks have values.
   *
   * @param model whose outputs are looked at
   * @param classifies whether the first output scores classes, of which one is right
   * @return what the first output is
   */
  public static RowAnswer of(Model model, boolean classifies) {
    if (!classifies) {
      return VALUES;
    }
    ScoreLink link = ScoreLink.of(model.graph(), model.graph().outputs().get(0).name());
    return link.kind() == ScoreLink.Kind.NONE ? LOGITS : PROBABILITIES;
  }
}
