package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.op.OpRules;
import dev.espalier.op.Sizes;
import dev.espalier.plan.Cost;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Predicts the latency of any plan from a table of measured operators, without cutting the model.
 *
 * <p>A width between two measured ones counts as the upper: latency is a staircase. Sizes that were
 * not measured together (operators that read several groups) lie on a straight line over the work,
 * fitted to the operator's measurements. Cost of a prediction: one lookup a cluster.
 */
public final class LatencyModel {
  private final List<Cluster> clusters;
  private final LatencyTable table;
  private final Cost cost;
  private final Lines lines;
  private final Map<String, int[]> widths = new LinkedHashMap<>();
  private final Map<String, Double> estimated = new HashMap<>();

  /** Of the model that the table was measured on. */
  public LatencyModel(Coupling coupling, LatencyTable table) {
    this.clusters = Clusters.of(coupling);
    this.table = table;
    this.cost = new Cost(coupling, OpRules.standard());
    this.lines = new Lines(table);
    for (Group group : coupling.prunable()) {
      widths.put(group.name(), Widths.of(group.units()));
    }
  }

  /** Measured widths of a group, ascending; empty for a name that is no prunable group's. */
  public int[] widths(String group) {
    return widths.getOrDefault(group, new int[0]).clone();
  }

  /**
   * Microseconds a call when groups keep these many units and residual blocks 1 or 0 of themselves;
   * what is not named keeps all. Cheap operators go with the one before them.
   */
  public double micros(Map<String, Integer> kept) {
    Sizes sizes = cost.sizes(stairs(kept));
    Set<String> left = cost.left(kept).nodes();
    double sum = 0;
    for (Cluster cluster : clusters) {
      if (left.contains(cluster.nodes().get(0).key())) {
        sum += micros(cluster, sizes);
      }
    }
    return sum;
  }

  /** Microseconds of a call that operators on a group's units take, all other groups whole. */
  double micros(String group, int width) {
    Sizes sizes = cost.sizes(stairs(Map.of(group, width)));
    return clusters.stream()
        .filter(cluster -> cluster.groups().contains(group))
        .mapToDouble(cluster -> micros(cluster, sizes))
        .sum();
  }

  private Map<String, Integer> stairs(Map<String, Integer> kept) {
    Map<String, Integer> stairs = new LinkedHashMap<>();
    kept.forEach(
        (name, width) -> {
          int[] measured = widths.get(name);
          if (measured != null) {
            stairs.put(name, Widths.stair(measured, width));
          }
        });
    return stairs;
  }

  private double micros(Cluster cluster, Sizes sizes) {
    String key = cluster.key(sizes);
    Double measured = table.micros().get(key);
    return measured != null ? measured : estimated.computeIfAbsent(key, lines::micros);
  }
}
