package dev.espalier.search;

import java.util.Comparator;
import java.util.List;

/**
 * What a search is to reach, and how two outcomes compare: a model before a refusal, smaller sum of
 * the hard limits' relative excesses first, then the smaller score.
 *
 * <p>The score is the first objective, times {@code value / most} for each soft limit that is
 * passed (Tan et al., MnasNet, CVPR 2019, with exponent 1).
 *
 * @param limits any number together
 * @param minimise what is to be small within them, the most important first; a front is searched
 *     over all of them
 */
public record Targets(List<ObjectiveLimit> limits, List<Objective> minimise) {
  public Targets {
    limits = List.copyOf(limits);
    minimise = List.copyOf(minimise);
    if (minimise.isEmpty()) {
      throw new IllegalArgumentException("nothing to minimise");
    }
  }

  /**
   * {@return the least loss at a cost of at most {@code most}}
   *
   * @param cost what is limited
   * @param most the largest value that is allowed
   */
  public static Targets leastLoss(Objective cost, double most) {
    return new Targets(List.of(ObjectiveLimit.hard(cost, most)), List.of(Objective.LOSS));
  }

  /**
   * {@return the least cost at a loss of at most {@code most}}
   *
   * @param cost what is to be small
   * @param most the largest loss that is allowed
   */
  public static Targets leastCost(Objective cost, double most) {
    return new Targets(List.of(ObjectiveLimit.hard(Objective.LOSS, most)), List.of(cost));
  }

  /** Limits on costs that proposals are led by: the hard ones; where there are none, the soft. */
  List<ObjectiveLimit> aims() {
    List<ObjectiveLimit> costs =
        limits.stream().filter(l -> l.objective() != Objective.LOSS).toList();
    List<ObjectiveLimit> hard = costs.stream().filter(ObjectiveLimit::hard).toList();
    return hard.isEmpty() ? costs : hard;
  }

  /** The hard limit on the loss; infinite where there is none. */
  double mostLoss() {
    return limits.stream()
        .filter(l -> l.hard() && l.objective() == Objective.LOSS)
        .mapToDouble(ObjectiveLimit::most)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * {@return sum of the relative excesses over hard limits; infinite for a refusal}
   *
   * @param outcome of a point that was tried
   */
  public double violation(Outcome outcome) {
    return outcome.feasible()
        ? limits.stream()
            .filter(ObjectiveLimit::hard)
            .mapToDouble(l -> l.excess(outcome.of(l.objective())))
            .sum()
        : Double.POSITIVE_INFINITY;
  }

  /**
   * {@return whether there is a model within every hard limit}
   *
   * @param outcome of a point that was tried
   */
  public boolean met(Outcome outcome) {
    return violation(outcome) <= 1e-9;
  }

  /**
   * {@return what is to be small, with soft limits; infinite for a refusal}
   *
   * @param outcome of a point that was tried
   */
  public double score(Outcome outcome) {
    if (!outcome.feasible()) {
      return Double.POSITIVE_INFINITY;
    }
    double score = outcome.of(minimise.get(0));
    for (ObjectiveLimit limit : limits) {
      score *= limit.hard() ? 1 : 1 + limit.excess(outcome.of(limit.objective()));
    }
    return score;
  }

  /**
   * The better outcome first.
   *
   * @return an order in which the better outcome is the smaller one
   */
  public Comparator<Outcome> order() {
    return Comparator.<Outcome>comparingDouble(o -> met(o) ? 0 : violation(o))
        .thenComparingDouble(this::score);
  }
}
