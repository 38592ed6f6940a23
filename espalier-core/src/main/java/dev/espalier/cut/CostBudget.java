package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Baseline;
import dev.espalier.recipe.Target;
import java.util.Map;

/**
 * A budget in MACs, parameters, bytes or memory.
 *
 * @param what is counted; any but a latency, which is not counted
 * @param target largest accepted ratio against the original
 * @param cost of the model being cut
 * @param baseline of the original
 */
record CostBudget(Target what, double target, Cost cost, Baseline baseline) implements Budget {
  private static final int BYTES_PER_WEIGHT = 4;

  @Override
  public double ratio(Map<String, Integer> keptCounts) {
    return switch (what) {
      case PARAMS -> (double) cost.parameters(keptCounts) / baseline.parameters();
      case BYTES ->
          (baseline.file().bytes()
                  - (double) BYTES_PER_WEIGHT
                      * (baseline.parameters() - cost.parameters(keptCounts)))
              / baseline.file().bytes();
      case MEMORY -> (double) cost.memory(keptCounts) / baseline.memory();
      case MACS, LATENCY, NONE -> (double) cost.macs(keptCounts) / baseline.macs();
    };
  }
}
