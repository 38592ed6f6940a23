package dev.espalier.task;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation of two columns of numbers: Pearson's correlation of their ranks,
 * equal numbers having the mean of their ranks (Spearman 1904; as scipy.stats.spearmanr has it).
 */
final class RankCorrelation {
  private final double[] a;
  private final double[] b;
  private final int[] byA;
  private final int[] byB;

  RankCorrelation(double[] a, double[] b) {
    this.a = a;
    this.b = b;
    this.byA = ascending(a);
    this.byB = ascending(b);
  }

  private static int[] ascending(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((x, y) -> Double.compare(values[x], values[y]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Over these records, repetitions allowed; NaN where a number is none, or all are equal. Cost:
   * two passes over all records.
   */
  double over(int[] records) {
    int[] times = new int[a.length];
    Arrays.stream(records).forEach(r -> times[r]++);
    return correlation(ranks(a, byA, times), ranks(b, byB, times), times);
  }

  /** What each record adds to the mean that the correlation is: the product of standard ranks. */
  double[] products() {
    int[] once = new int[a.length];
    Arrays.fill(once, 1);
    double[] x = standard(ranks(a, byA, once), once);
    double[] y = standard(ranks(b, byB, once), once);
    return Averages.each(a.length, i -> x[i] * y[i]);
  }

  /** Pearson's correlation of the numbers themselves. */
  double linear() {
    int[] once = new int[a.length];
    Arrays.fill(once, 1);
    return correlation(a, b, once);
  }

  private static double correlation(double[] x, double[] y, int[] times) {
    double[] u = standard(x, times);
    double[] v = standard(y, times);
    int n = Arrays.stream(times).sum();
    return Averages.mean(times.length, i -> times[i] * u[i] * v[i]) * times.length / n;
  }

  /** Less their mean, over their standard deviation. */
  private static double[] standard(double[] x, int[] times) {
    double n = Arrays.stream(times).sum();
    double mean = IntStream.range(0, x.length).mapToDouble(i -> times[i] * x[i]).sum() / n;
    double variance =
        IntStream.range(0, x.length)
                .mapToDouble(i -> times[i] * (x[i] - mean) * (x[i] - mean))
                .sum()
            / n;
    return Averages.each(x.length, i -> (x[i] - mean) / Math.sqrt(variance));
  }

  /** Ranks from 1, the mean of them among equals; NaN for what is no number. */
  private static double[] ranks(double[] values, int[] ascending, int[] times) {
    double[] ranks = new double[values.length];
    long below = 0;
    for (int from = 0; from < ascending.length; ) {
      int to = from;
      long equal = 0;
      while (to < ascending.length && values[ascending[to]] == values[ascending[from]]) {
        equal += times[ascending[to++]];
      }
      to = Math.max(to, from + 1); // what is no number equals nothing, itself included
      for (int i = from; i < to; i++) {
        ranks[ascending[i]] =
            Double.isNaN(values[ascending[i]]) ? Double.NaN : below + (equal + 1) / 2.0;
      }
      below += equal;
      from = to;
    }
    return ranks;
  }
}
