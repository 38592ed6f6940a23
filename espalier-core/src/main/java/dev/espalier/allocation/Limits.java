package dev.espalier.allocation;

import java.util.Set;

/**
 * What an allocation must not pass.
 *
 * @param maxCut largest share of one group's units that may go, 0 to 1; one unit always stays
 * @param round kept widths are multiples of this; in groups of fewer than twice as many units of
 *     its half, its quarter …; narrower than that they are such halves
 * @param frozen names of groups that stay whole
 * @param normalise makes scores of different groups comparable
 */
public record Limits(double maxCut, int round, Set<String> frozen, Normalisation normalise) {
  public Limits {
    if (!(maxCut >= 0 && maxCut <= 1) || round < 1) {
      throw new IllegalArgumentException("no limits with maxCut " + maxCut + " and round " + round);
    }
    frozen = Set.copyOf(frozen);
  }

  /** Up to all units but one, any width, scores divided by their mean. */
  public static Limits none() {
    return new Limits(1, 1, Set.of(), Normalisation.MEAN);
  }
}
