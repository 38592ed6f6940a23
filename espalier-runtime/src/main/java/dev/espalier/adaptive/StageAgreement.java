package dev.espalier.adaptive;

import java.util.Optional;

/**
 * How much two successive stages agree: Σ min(p, q) over the classes, 1 less the total variation
 * distance of their probabilities.
 */
final class StageAgreement implements Signal {
  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public String summary() {
    return "share of probability on which this stage and the one before agree";
  }

  @Override
  public String source() {
    return "after Zhou et al., BERT Loses Patience, NeurIPS 2020, which asks for equal answers";
  }

  @Override
  public Optional<String> refusal(AnswerForm form) {
    return Signals.noClasses(form);
  }

  @Override
  public boolean pairwise() {
    return true;
  }

  @Override
  public String write(Draft draft, Look look) {
    String now = Signals.probabilities(draft, look);
    String before = Distribution.probabilities(draft, look, look.before());
    return draft.reduced("ReduceSum", draft.node("Min", now, before));
  }
}
