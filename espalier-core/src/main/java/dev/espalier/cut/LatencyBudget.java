package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import dev.espalier.latency.LatencyModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A budget in predicted latency.
 *
 * @param target largest accepted ratio against the original
 * @param model of the original
 * @param before what groups and blocks kept in earlier cuts
 */
record LatencyBudget(double target, LatencyModel model, Map<String, Integer> before)
    implements Budget {
  @Override
  public double ratio(Map<String, Integer> keptCounts) {
    Map<String, Integer> kept = new LinkedHashMap<>(before);
    kept.putAll(keptCounts);
    return model.micros(kept) / model.micros(Map.of());
  }

  /** Widths at the stairs only; time does not fall between them. */
  @Override
  public int[] steps(String group, int[] allowed) {
    int[] stairs = model.widths(group);
    if (stairs.length == 0) {
      return Budget.super.steps(group, allowed);
    }
    int whole = allowed[allowed.length - 1];
    return Arrays.stream(allowed)
        .filter(width -> width == whole || Arrays.binarySearch(stairs, width) >= 0)
        .toArray();
  }
}
