package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Several budgets as one: met where each is.
 *
 * <p>With s the shares {@code ratio / target} of the parts, the size is {@code target · max s}
 * where all are met, else {@code target · (1 + Σ max(0, s − 1))}, the sum of excesses that a
 * search's targets are compared by too. So whatever brings any part nearer to its target is worth
 * something, also where two parts bind alike.
 *
 * @param target of the first part, in whose measure the size is stated
 * @param parts at least one
 */
record JointBudget(double target, List<Budget> parts) implements Budget {
  /** One budget stays what it is. */
  static Budget of(List<Budget> parts) {
    return parts.size() == 1 ? parts.get(0) : new JointBudget(parts.get(0).target(), parts);
  }

  @Override
  public double ratio(Map<String, Integer> keptCounts) {
    return target * size(parts.stream().map(b -> b.ratio(keptCounts) / b.target()));
  }

  /** Size in units of the target, from what each part came to in units of its own. */
  static double size(Stream<Double> shares) {
    List<Double> all = shares.toList();
    double excess = all.stream().mapToDouble(s -> Math.max(0, s - 1)).sum();
    return excess > 0 ? 1 + excess : all.stream().mapToDouble(s -> s).max().orElse(0);
  }

  /** Those of the part that has fewest: elsewhere it does not fall. */
  @Override
  public int[] steps(String group, int[] allowed) {
    return parts.stream()
        .map(b -> b.steps(group, allowed))
        .min(Comparator.comparingInt(s -> s.length))
        .orElseThrow();
  }
}
