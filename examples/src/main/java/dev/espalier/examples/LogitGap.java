package dev.espalier.examples;

import dev.espalier.adaptive.AnswerForm;
import dev.espalier.adaptive.Draft;
import dev.espalier.adaptive.Signal;
import dev.espalier.adaptive.Signals;
import java.util.Optional;

/**
 * A routing signal: the best logit less the mean of all. It needs no softmax, and says more than
 * the best probability where that is 1 for nearly every row.
 *
 * <p>To copy: {@link #write} adds nodes that compute one score a row, higher where the stage is
 * surer, to the graph that all stages are joined in; the same nodes run from Java and anywhere
 * else. {@link Signals#logits} and {@link Signals#probabilities} bring answers to one form. Use
 * operators that take zero rows. Named in {@code META-INF/services/dev.espalier.adaptive.Signal};
 * recipes say {@code dynamic.signal: logit-gap}.
 */
public final class LogitGap implements Signal {
  @Override
  public String name() {
    return "logit-gap";
  }

  @Override
  public String summary() {
    return "best logit less the mean of all";
  }

  @Override
  public String source() {
    return "An example; after the best logit of Hendrycks et al., Scaling Out-of-Distribution Detection for Real-World Settings, ICML 2022";
  }

  /** Probabilities will do: their logarithms differ from logits by one number a row. */
  @Override
  public Optional<String> refusal(AnswerForm form) {
    return Signals.noClasses(form);
  }

  @Override
  public boolean pairwise() {
    return false;
  }

  @Override
  public String write(Draft draft, Look look) {
    String logits = Signals.logits(draft, look);
    return draft.node(
        "Sub", draft.reduced("ReduceMax", logits), draft.reduced("ReduceMean", logits));
  }
}
