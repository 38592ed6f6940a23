package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import java.util.Optional;

/** How near the answers of two successive stages are: minus the mean of |y - y′| over a row. */
final class Distance implements Signal {
  @Override
  public String name() {
    return "distance";
  }

  @Override
  public String summary() {
    return "negative mean distance between the answers of this stage and the one before";
  }

  @Override
  public String source() {
    return "common practice for regression; see Zhou et al., BERT Loses Patience, NeurIPS 2020";
  }

  @Override
  public Optional<String> refusal(AnswerForm form) {
    return Optional.empty();
  }

  @Override
  public boolean pairwise() {
    return true;
  }

  @Override
  public String write(Draft draft, Look look) {
    String apart = draft.node("Abs", draft.node("Sub", look.answer(), look.before()));
    String flat = draft.node("Flatten", Attributes.of("axis", 1), apart);
    return draft.node("Neg", draft.reduced("ReduceMean", flat));
  }
}
