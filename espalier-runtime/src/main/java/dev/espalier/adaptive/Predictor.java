package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A small learned predictor of difficulty: how likely this stage's answer is as good as the last
 * stage's, by logistic regression on the log-odds of its highest probability, its margin, its
 * negative entropy, and the class that it answers; some classes are harder than they look. Without
 * learned weights it is the log-odds alone.
 */
final class Predictor implements Signal {
  /** Weights of odds, margin and negative entropy; those of classes follow, one each or none. */
  static final int FEATURES = 3;

  /** Below this a probability of being wrong counts as this. */
  private static final float SURE = 1e-6f;

  private static final List<Double> PLAIN = List.of(1.0, 0.0, 0.0);

  @Override
  public String name() {
    return "predictor";
  }

  @Override
  public String summary() {
    return "learned chance that this stage answers as well as the last one, by odds, margin, entropy"
        + " and class";
  }

  @Override
  public String source() {
    return "after Bolukbasi et al., Adaptive Neural Networks for Efficient Inference, ICML 2017";
  }

  @Override
  public Optional<String> refusal(AnswerForm form) {
    return Signals.noClasses(form);
  }

  @Override
  public boolean pairwise() {
    return false;
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public String write(Draft draft, Look look) {
    List<Double> weights = look.weights().isEmpty() ? PLAIN : look.weights();
    String p = Signals.probabilities(draft, look);
    String highest = draft.reduced("ReduceMax", p);
    String wrong = draft.node("Max", Distribution.complement(draft, highest), draft.scalar(SURE));
    String odds = draft.node("Sub", Distribution.log(draft, highest), draft.node("Log", wrong));
    String sum = weighed(draft, odds, weights.get(0));
    sum = draft.node("Add", sum, weighed(draft, Signals.marginOf(draft, p), weights.get(1)));
    sum =
        draft.node("Add", sum, weighed(draft, Signals.negativeEntropyOf(draft, p), weights.get(2)));
    if (weights.size() == FEATURES) {
      return sum;
    }
    float[] byClass = new float[weights.size() - FEATURES];
    for (int c = 0; c < byClass.length; c++) {
      byClass[c] = weights.get(FEATURES + c).floatValue();
    }
    String table = draft.constant("route/classes", Tensor.floats(byClass, byClass.length));
    String answer = draft.node("ArgMax", Attributes.of("axis", 1, "keepdims", 0), p);
    return draft.node("Add", sum, draft.node("Gather", Attributes.of("axis", 0), table, answer));
  }

  private static String weighed(Draft draft, String x, double weight) {
    return draft.node("Mul", x, draft.scalar((float) weight));
  }
}
