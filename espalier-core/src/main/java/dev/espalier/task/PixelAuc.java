package dev.espalier.task;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve over the pixels of any records: as {@link Auc}, with scores told apart
 * by {@value #BINS} bins of equal size, so that drawing records anew costs no sorting. That is at
 * most half the share that one bin has of a class from the exact area.
 */
final class PixelAuc implements Statistic {
  private static final int BINS = 2048;

  /** Scores that bins are found from. */
  private static final int SAMPLED = 1 << 20;

  private final int[][] ones;
  private final int[][] zeros;

  /** Of records in which some pixels have the labels 0 and 1. */
  PixelAuc(PlaceScores scores) {
    double[] edges = edges(scores);
    ones = new int[scores.records()][edges.length + 1];
    zeros = new int[scores.records()][edges.length + 1];
    for (int r = 0; r < scores.records(); r++) {
      for (int p = 0; p < scores.places(); p++) {
        if (scores.counts(r, p)) {
          int at = Arrays.binarySearch(edges, scores.lead(r, p));
          (scores.label(r, p) == 1 ? ones : zeros)[r][at < 0 ? -at - 1 : at]++;
        }
      }
    }
  }

  /** Different scores in rising order, each the last of its bin. */
  private static double[] edges(PlaceScores scores) {
    long all = (long) scores.records() * scores.places();
    int step = (int) (all / SAMPLED) + 1;
    double[] sampled =
        IntStream.range(0, (int) (all / step))
            .map(i -> i * step)
            .filter(i -> scores.counts(i / scores.places(), i % scores.places()))
            .mapToDouble(i -> scores.lead(i / scores.places(), i % scores.places()))
            .sorted()
            .toArray();
    int edges = Math.min(BINS - 1, sampled.length);
    return IntStream.range(0, edges)
        .mapToDouble(i -> sampled[(int) ((i + 1L) * sampled.length / (edges + 1))])
        .distinct()
        .toArray();
  }

  /** NaN where one of the classes is missing. */
  @Override
  public double over(int[] records) {
    long[] up = sums(ones, records);
    long[] down = sums(zeros, records);
    double pairs = 0;
    double below = 0;
    for (int b = 0; b < up.length; b++) {
      pairs += up[b] * (below + down[b] / 2.0);
      below += down[b];
    }
    return pairs / (Arrays.stream(up).sum() * below);
  }

  private static long[] sums(int[][] each, int[] records) {
    long[] sums = new long[each[0].length];
    for (int r : records) {
      for (int b = 0; b < sums.length; b++) {
        sums[b] += each[r][b];
      }
    }
    return sums;
  }
}
