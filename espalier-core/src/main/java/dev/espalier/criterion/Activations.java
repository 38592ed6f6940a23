package dev.espalier.criterion;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.op.Consumption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of what flows into each consumption of prunable units, over all records and all
 * positions of the other axes.
 *
 * @param values for each consumption and statistic one number a position of the consumed axis
 */
public record Activations(Map<Consumption, Map<Statistic, double[]>> values) {
  /** What is averaged of an activation x. */
  public enum Statistic {
    /** x. */
    MEAN,
    /** x². */
    SQUARE,
    /** |x|. */
    MAGNITUDE,
    /** 1 where |x| is above 1e-12, else 0. */
    FREQUENCY
  }

  /**
   * {@return mean activation at each position of the consumed axis; null where nothing was observed
   * (recurrent weights)}
   *
   * @param consumption a place where units are summed over
   */
  public double @Nullable [] mean(Consumption consumption) {
    return of(consumption, Statistic.MEAN);
  }

  /**
   * {@return one statistic at each position of the consumed axis; null where it was not observed}
   *
   * @param consumption a place where units are summed over
   * @param statistic which of the figures that were gathered
   */
  public double @Nullable [] of(Consumption consumption, Statistic statistic) {
    return values.getOrDefault(consumption, Map.of()).get(statistic);
  }

  /**
   * {@return variance at each position of the consumed axis: {@code E[x²] - E[x]²}}
   *
   * @param consumption a place where units are summed over
   */
  public double[] variance(Consumption consumption) {
    double[] mean = require(consumption, Statistic.MEAN);
    double[] square = require(consumption, Statistic.SQUARE);
    double[] variance = new double[mean.length];
    Arrays.setAll(variance, i -> Math.max(0, square[i] - mean[i] * mean[i]));
    return variance;
  }

  /**
   * {@return why activations cannot judge this group, for a person; empty where they can}
   *
   * @param group whose units are scored
   * @param coupling of the model that is scored
   */
  public Optional<String> refusal(Group group, Coupling coupling) {
    return consumptionsOf(group, coupling).isEmpty()
        ? Optional.of("its units are nowhere consumed as activations")
        : Optional.empty();
  }

  /**
   * {@return a statistic for each unit: the mean over the unit's positions, then over the places
   * that consume it}
   *
   * @param group whose units are scored
   * @param coupling of the model that is scored
   * @param statistic which of the figures that were gathered
   */
  public double[] perUnit(Group group, Coupling coupling, Statistic statistic) {
    return perUnit(group, coupling, c -> require(c, statistic));
  }

  /**
   * {@return the same for anything that is known of each position}
   *
   * @param group whose units are scored
   * @param coupling of the model that is scored
   * @param positions one number a position of the consumed axis; null where nothing is known
   */
  public double[] perUnit(
      Group group, Coupling coupling, Function<Consumption, double[]> positions) {
    double[] sums = new double[group.units()];
    Map<Consumption, int[]> places = consumptionsOf(group, coupling);
    places.forEach(
        (consumption, units) -> {
          double[] means = meanByUnit(positions.apply(consumption), units, group.units());
          for (int u = 0; u < sums.length; u++) {
            sums[u] += means[u] / places.size();
          }
        });
    return sums;
  }

  private double[] require(Consumption consumption, Statistic statistic) {
    double[] found = of(consumption, statistic);
    if (found == null) {
      throw new IllegalStateException(statistic + " was not gathered");
    }
    return found;
  }

  private static double[] meanByUnit(double[] positions, int[] units, int count) {
    double[] sums = new double[count];
    int[] seen = new int[count];
    for (int p = 0; p < positions.length; p++) {
      if (units[p] >= 0) {
        sums[units[p]] += positions[p];
        seen[units[p]]++;
      }
    }
    for (int u = 0; u < count; u++) {
      sums[u] /= Math.max(1, seen[u]);
    }
    return sums;
  }

  private Map<Consumption, int[]> consumptionsOf(Group group, Coupling coupling) {
    Map<Consumption, int[]> found = new LinkedHashMap<>();
    for (ConsumedAxis consumed : ConsumedAxis.of(coupling)) {
      int[] units = consumed.unitsOf(group);
      if (units != null && values.containsKey(consumed.consumption())) {
        found.put(consumed.consumption(), units);
      }
    }
    return found;
  }
}
