package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import java.util.Optional;

/**
 * T · log Σ exp(x / T) over the logits x of a row, written as the largest less its log-softmax, so
 * that no exponential overflows.
 */
final class Energy implements Signal {
  @Override
  public String name() {
    return "energy";
  }

  @Override
  public String summary() {
    return "log-sum-exp of the logits";
  }

  @Override
  public String source() {
    return "Liu et al., Energy-based Out-of-distribution Detection, NeurIPS 2020";
  }

  @Override
  public Optional<String> refusal(AnswerForm form) {
    return form.answer() == RowAnswer.PROBABILITIES
        ? Optional.of("it needs logits; the energy of probabilities is 0 for every row")
        : Signals.noClasses(form);
  }

  @Override
  public boolean pairwise() {
    return false;
  }

  @Override
  public String write(Draft draft, Look look) {
    String logits = Signals.logits(draft, look);
    String logShare = draft.node("LogSoftmax", Attributes.of("axis", 1), logits);
    String energy =
        draft.node("Sub", draft.reduced("ReduceMax", logits), draft.reduced("ReduceMax", logShare));
    return look.temperature() == 1
        ? energy
        : draft.node("Mul", energy, draft.scalar((float) look.temperature()));
  }
}
