package dev.espalier.allocation;

import java.util.Map;
import java.util.Set;

/**
 * What an allocation must not pass.
 *
 * @param maxCut largest share of one group's units that may go, 0 to 1; one unit always stays
 * @param round kept widths are multiples of this many channels; in groups of fewer than twice as
 *     many of its half, its quarter …; narrower than that they are such halves
 * @param frozen names of groups that stay whole
 * @param normalise makes scores of different groups comparable
 * @param floors units of a group, by name, that stay as long as scores do not say that they count
 *     next to nothing
 */
public record Limits(
    double maxCut,
    int round,
    Set<String> frozen,
    Normalisation normalise,
    Map<String, Integer> floors) {
  public Limits {
    if (!(maxCut >= 0 && maxCut <= 1) || round < 1) {
      throw new IllegalArgumentException("no limits with maxCut " + maxCut + " and round " + round);
    }
    frozen = Set.copyOf(frozen);
    floors = Map.copyOf(floors);
  }

  /**
   * Without floors.
   *
   * @param maxCut largest share of a group's units that may go, 0 to 1
   * @param round what the widths that are left should be multiples of, in channels
   * @param frozen names of groups that stay whole
   * @param normalise how scores of different groups are made comparable
   */
  public Limits(double maxCut, int round, Set<String> frozen, Normalisation normalise) {
    this(maxCut, round, frozen, normalise, Map.of());
  }

  /**
   * Up to all units but one, any width, scores divided by their mean.
   *
   * @return limits that forbid nothing but the last unit
   */
  public static Limits none() {
    return new Limits(1, 1, Set.of(), Normalisation.MEAN);
  }
}
