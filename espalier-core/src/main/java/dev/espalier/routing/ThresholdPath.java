package dev.espalier.routing;

import dev.espalier.adaptive.EffortTable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Chooses the thresholds of an {@link EffortTable}: as little loss as can be had at each cost, by
 * thresholds that only rise.
 *
 * <p>Each stage's scores are cut into levels. Of all ways through the levels, from stopping at the
 * first chance to never stopping early, that one is taken whose curve of mean loss against mean
 * cost has the least area under it; rows are points of it at about equal distances in cost. With
 * two stages there is one way; with more, a threshold rises where that saves most loss for its
 * cost.
 *
 * <p>Up to {@value #MOST_STEPS} levels a stage, and fewer where more than {@value #MOST_NODES}
 * combinations would result (five stages and more).
 */
public final class ThresholdPath {
  private static final int MOST_STEPS = 100;
  private static final int MOST_NODES = 250_000;

  private ThresholdPath() {}

  /**
   * At most {@code rows} rows, none twice; the last, which never stops early, counts as calibrated
   * until a {@link Guarantee} names another.
   */
  public static EffortTable of(Outcomes choice, StageCosts costs, int rows) {
    if (costs.each().length != choice.stages()) {
      throw new IllegalArgumentException(
          costs.each().length + " costs for " + choice.stages() + " stages; give one for each");
    }
    if (rows < 2) {
      throw new IllegalArgumentException(rows + " rows; a table needs at least 2");
    }
    Lattice lattice = new Lattice(choice, costs, steps(choice));
    float[][] thresholds =
        Arrays.stream(thin(lattice, lattice.leastArea(), rows))
            .mapToObj(lattice::thresholds)
            .toArray(float[][]::new);
    return new EffortTable(thresholds, thresholds.length - 1);
  }

  static int steps(Outcomes choice) {
    int dims = choice.stages() - 1;
    int most = (int) Math.pow(MOST_NODES, 1.0 / dims) - 2;
    return Math.max(1, Math.min(Math.min(MOST_STEPS, most), choice.records()));
  }

  /** Both ends, and between them the nodes nearest to equal steps of cost. */
  private static int[] thin(Lattice lattice, int[] way, int rows) {
    double least = lattice.cost(way[0]);
    double most = lattice.cost(way[way.length - 1]);
    Set<Integer> kept = new LinkedHashSet<>();
    kept.add(0);
    int place = 0;
    for (int r = 1; r < rows - 1; r++) {
      double target = least + (most - least) * r / (rows - 1);
      while (place + 1 < way.length
          && Math.abs(lattice.cost(way[place + 1]) - target)
              <= Math.abs(lattice.cost(way[place]) - target)) {
        place++;
      }
      kept.add(Math.min(place, way.length - 1));
    }
    kept.add(way.length - 1);
    return kept.stream().mapToInt(p -> way[p]).toArray();
  }
}
