package dev.espalier.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ranks and crowding distances of a set of outcomes (Deb et al. 2002, sections III and VI).
 *
 * <p>a dominates b if a violates the limits less, or both meet them and a is nowhere worse and
 * somewhere better. Rank 0 is dominated by none, rank 1 by rank 0 alone, and so on. The crowding
 * distance is the sum over the objectives of the distance between a member's neighbours in its
 * rank, as a share of the rank's extent; infinite at the ends. O(M N²) for M objectives.
 */
final class Domination {
  private final int[] ranks;
  private final double[] crowding;

  /**
   * @param values figures to minimise, one row a member
   * @param violations of the limits; 0 where they are met
   */
  Domination(double[][] values, double[] violations) {
    this.ranks = new int[values.length];
    this.crowding = new double[values.length];
    boolean[][] beats = new boolean[values.length][values.length];
    for (int a = 0; a < values.length; a++) {
      for (int b = 0; b < values.length; b++) {
        beats[a][b] =
            violations[a] < violations[b]
                || violations[a] == 0 && violations[b] == 0 && dominates(values[a], values[b]);
      }
    }
    List<Integer> left = new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
    for (int rank = 0; !left.isEmpty(); rank++) {
      List<Integer> front =
          left.stream().filter(b -> left.stream().noneMatch(a -> beats[a][b])).toList();
      for (int member : front) {
        ranks[member] = rank;
      }
      crowd(front, values);
      left.removeAll(front);
    }
  }

  static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (!(a[i] <= b[i])) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }

  private void crowd(List<Integer> front, double[][] values) {
    for (int m = 0; m < values[0].length; m++) {
      int objective = m;
      int[] sorted =
          front.stream()
              .sorted(Comparator.comparingDouble(i -> values[i][objective]))
              .mapToInt(Integer::intValue)
              .toArray();
      double extent = values[sorted[sorted.length - 1]][m] - values[sorted[0]][m];
      crowding[sorted[0]] = Double.POSITIVE_INFINITY;
      crowding[sorted[sorted.length - 1]] = Double.POSITIVE_INFINITY;
      for (int i = 1; i < sorted.length - 1 && extent > 0; i++) {
        crowding[sorted[i]] += (values[sorted[i + 1]][m] - values[sorted[i - 1]][m]) / extent;
      }
    }
  }

  int rank(int member) {
    return ranks[member];
  }

  double crowding(int member) {
    return crowding[member];
  }

  /** Members from best to worst: lower rank first, then the less crowded. */
  int[] order() {
    Integer[] order = IntStream.range(0, ranks.length).boxed().toArray(Integer[]::new);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingInt(i -> ranks[i]).thenComparingDouble(i -> -crowding[i]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
