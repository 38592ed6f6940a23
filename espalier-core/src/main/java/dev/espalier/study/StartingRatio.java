package dev.espalier.study;

import dev.espalier.coupling.Coupling;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.record.ModelProfile.Point;
import dev.espalier.record.ModelProfile.Sensitivity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a search begins: the same share of every group goes, and what single groups cost is added
 * up; the largest share whose sum stays within what tuning is expected to win back.
 *
 * @param ratio of the MACs that is left; NaN where nothing was measured
 * @param drop sum of the drops there
 */
record StartingRatio(double ratio, double drop) {
  /**
   * What short tuning is expected to win back, as a share of the metric's range. Chosen, not
   * measured: ResNet-20 won back 0.45 in ten epochs (docs/benchmarks/03).
   */
  private static final double WON_BACK = 0.3;

  private static final double LARGEST = 0.8;
  private static final double SMALLEST = 0.1;

  static StartingRatio of(Coupling coupling, List<Sensitivity> groups) {
    Cost cost = new Cost(coupling, OpRules.standard());
    if (groups.stream().allMatch(g -> g.points().isEmpty()) || cost.macs() == 0) {
      return new StartingRatio(Double.NaN, Double.NaN);
    }
    double share = 0;
    double[] before = {0, 0};
    for (double ratio : SensitivityPass.RATIOS) {
      double sum = sum(groups, ratio);
      if (sum > WON_BACK) {
        double rise = Math.max(1e-9, sum - before[1]);
        share = before[0] + (ratio - before[0]) * Math.max(0, WON_BACK - before[1]) / rise;
        return at(cost, groups, share);
      }
      before = new double[] {ratio, Math.max(before[1], sum)};
      share = ratio;
    }
    return at(cost, groups, share);
  }

  private static StartingRatio at(Cost cost, List<Sensitivity> groups, double share) {
    Map<String, Integer> kept = new LinkedHashMap<>();
    groups.forEach(
        g -> kept.put(g.group(), Math.max(1, (int) Math.round(g.units() * (1 - share)))));
    double ratio = (double) cost.macs(kept) / cost.macs();
    return new StartingRatio(Math.min(LARGEST, Math.max(SMALLEST, ratio)), sum(groups, share));
  }

  /** Gains count as nothing lost. */
  private static double sum(List<Sensitivity> groups, double share) {
    return groups.stream().mapToDouble(g -> Math.max(0, drop(g.points(), share))).sum();
  }

  private static double drop(List<Point> points, double share) {
    double at = 0;
    double drop = 0;
    for (Point p : points) {
      if (p.cut() >= share) {
        return drop + (p.drop() - drop) * (share - at) / Math.max(1e-9, p.cut() - at);
      }
      at = p.cut();
      drop = p.drop();
    }
    return drop;
  }
}
