package dev.espalier.allocation;

import java.util.Arrays;

/**
 * One group while widths are chosen: its units from best to worst, and the widths that the limits
 * allow.
 */
final class Lane {
  final String name;
  private final double[] scores;
  private final int[] ranked;
  private final int[] widths;

  /** {@code scores} are normalised already. */
  Lane(String name, double[] scores, Limits limits) {
    this.name = name;
    this.scores = scores;
    this.ranked = UnitChoice.ranked(scores);
    this.widths = UnitChoice.widths(scores.length, limits);
  }

  int units() {
    return scores.length;
  }

  /** The smallest allowed width that is not below {@code wanted}. */
  int allowed(int wanted) {
    return Arrays.stream(widths).filter(w -> w >= wanted).findFirst().orElse(units());
  }

  /** The next allowed width; the same where the group is whole. */
  int wider(int width) {
    return allowed(Math.min(width + 1, units()));
  }

  /** Score of the {@code rank}-th best unit, counted from 0. */
  double score(int rank) {
    return scores[ranked[rank]];
  }

  /** The best units, ascending by number. */
  int[] kept(int width) {
    return Arrays.stream(ranked).limit(width).sorted().toArray();
  }
}
