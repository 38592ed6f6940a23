package dev.espalier.search;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a point came to.
 *
 * @param loss of the cut model on the examples; NaN where it was refused
 * @param lossError standard error of that mean
 * @param metric the task's own metric on the same examples; NaN where there is none
 * @param costs shares of the original's
 * @param refusal why there is no such model, for a person; empty where there is one
 */
public record Outcome(
    double loss, double lossError, double metric, Map<Objective, Double> costs, String refusal) {
  public Outcome {
    Map<Objective, Double> ordered = new EnumMap<>(Objective.class);
    ordered.putAll(costs);
    costs = Collections.unmodifiableMap(ordered);
    if (refusal.isEmpty() && !Double.isFinite(loss)) {
      refusal = "the loss is not a finite number";
    }
    loss = refusal.isEmpty() ? loss : Double.NaN;
  }

  /**
   * {@return a model that was measured}
   *
   * @param loss what was lost against the original; less is better
   * @param lossError its standard error; 0 where it is exact
   * @param costs shares of the original's by objective
   */
  public static Outcome of(double loss, double lossError, Map<Objective, Double> costs) {
    return new Outcome(loss, lossError, Double.NaN, costs, "");
  }

  /**
   * {@return a point without a model}
   *
   * @param reason why there is none, for a person
   */
  public static Outcome refused(String reason) {
    return new Outcome(Double.NaN, Double.NaN, Double.NaN, Map.of(), reason);
  }

  /** {@return whether there is a model at all} */
  public boolean feasible() {
    return refusal.isEmpty();
  }

  /**
   * {@return the figure of an objective; NaN where it was not measured}
   *
   * @param objective whose figure is asked for
   */
  public double of(Objective objective) {
    return objective == Objective.LOSS ? loss : costs.getOrDefault(objective, Double.NaN);
  }
}
