package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Baseline;
import java.util.Map;

/**
 * A budget in MACs, parameters, bytes or memory.
 *
 * @param kind {@code macs}, {@code params}, {@code bytes} or {@code memory}
 * @param target largest accepted ratio against the original
 * @param cost of the model being cut
 * @param baseline of the original
 */
record CostBudget(String kind, double target, Cost cost, Baseline baseline) implements Budget {
  private static final int BYTES_PER_WEIGHT = 4;

  @Override
  public double ratio(Map<String, Integer> keptCounts) {
    return switch (kind) {
      case "params" -> (double) cost.parameters(keptCounts) / baseline.parameters();
      case "bytes" ->
          (baseline.bytes()
                  - (double) BYTES_PER_WEIGHT
                      * (baseline.parameters() - cost.parameters(keptCounts)))
              / baseline.bytes();
      case "memory" -> (double) cost.memory(keptCounts) / baseline.memory();
      default -> (double) cost.macs(keptCounts) / baseline.macs();
    };
  }
}
