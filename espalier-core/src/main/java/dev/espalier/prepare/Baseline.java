package dev.espalier.prepare;

import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import java.util.Map;

/**
 * What the original costs; ratios are against it.
 *
 * @param parameters weights
 * @param macs for one record
 * @param bytes of the file
 * @param memory at its peak, for one record
 */
public record Baseline(long parameters, long macs, long bytes, long memory) {
  public static Baseline of(Prepared prepared, long bytes) {
    Cost cost = new Cost(prepared.coupling(), OpRules.standard());
    return new Baseline(cost.parameters(Map.of()), cost.macs(), bytes, cost.memory(Map.of()));
  }
}
