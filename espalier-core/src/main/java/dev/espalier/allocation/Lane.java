package dev.espalier.allocation;

import java.util.Arrays;
import java.util.stream.IntStream;

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
    this.ranked =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.widths = widths(scores.length, limits);
  }

  private static int[] widths(int units, Limits limits) {
    int fewest = Math.max(1, (int) Math.ceil(units * (1 - limits.maxCut()) - 1e-9));
    int step = units >= 2 * limits.round() ? limits.round() : 1;
    return IntStream.rangeClosed(fewest, units).filter(w -> w == units || w % step == 0).toArray();
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
