package dev.espalier.study;

import dev.espalier.data.Layout;
import dev.espalier.record.DataProfile.Drift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * How the features and classes of another split differ from train's: population stability index
 * over ten equal shares of train, Kolmogorov–Smirnov (classes: chi-square) with Holm's correction.
 *
 * <p>Source of the correction: Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979.
 */
final class Drifts {
  private static final int SHARES = 10;
  private static final double LEVEL = 0.01;
  private static final double SLIGHT = 0.1;

  private Drifts() {}

  static List<Drift> of(Layout layout, String split, Scan train, Scan other) {
    List<Drift> found = new ArrayList<>();
    boolean tokens = layout.kind() == Layout.Kind.TOKENS;
    boolean ids = layout.kind() == Layout.Kind.IDS; // numbers without an order
    List<String> names =
        tokens ? List.of("length") : ids ? List.of() : new Parting(layout).columns().names();
    for (int c = 0; c < names.size(); c++) {
      double[] a = finite(train.means[c]);
      double[] b = finite(other.means[c]);
      if (a.length > 1 && b.length > 1) {
        found.add(compared(names.get(c), split, a, b));
      }
    }
    if (train.classes.length > 0 && other.classes.length > 0) {
      found.add(classes(split, train.classes, other.classes));
    }
    return corrected(found);
  }

  private static Drift compared(String name, String split, double[] a, double[] b) {
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    double distance = test.kolmogorovSmirnovStatistic(a, b);
    double p = distance == 0 ? 1 : test.approximateP(distance, a.length, b.length);
    return new Drift(name, split, psi(a, b), distance, p, false);
  }

  /** Sum over the shares of {@code (q - p) log(q / p)}, with half a record added to each share. */
  static double psi(double[] a, double[] b) {
    double[] sorted = a.clone();
    Arrays.sort(sorted);
    double[] edges =
        IntStream.range(1, SHARES)
            .mapToDouble(i -> sorted[(int) ((long) i * sorted.length / SHARES)])
            .distinct()
            .toArray();
    double[] p = shares(a, edges);
    double[] q = shares(b, edges);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += (q[i] - p[i]) * Math.log(q[i] / p[i]);
    }
    return sum;
  }

  private static double[] shares(double[] values, double[] edges) {
    double[] counts = new double[edges.length + 1];
    Arrays.fill(counts, 0.5);
    for (double v : values) {
      int at = Arrays.binarySearch(edges, v);
      counts[at >= 0 ? at + 1 : -at - 1]++;
    }
    double all = Arrays.stream(counts).sum();
    return Arrays.stream(counts).map(c -> c / all).toArray();
  }

  private static Drift classes(String split, int[] train, int[] other) {
    int n = Math.max(max(train), max(other)) + 1;
    long[] a = counts(train, n);
    long[] b = counts(other, n);
    int[] used = IntStream.range(0, n).filter(i -> a[i] + b[i] > 0).toArray();
    long[] x = Arrays.stream(used).mapToLong(i -> a[i]).toArray();
    long[] y = Arrays.stream(used).mapToLong(i -> b[i]).toArray();
    double p = used.length < 2 ? 1 : new ChiSquareTest().chiSquareTestDataSetsComparison(x, y);
    double distance = 0;
    double psi = 0;
    for (int i = 0; i < used.length; i++) {
      double s = (x[i] + 0.5) / (train.length + 0.5 * used.length);
      double t = (y[i] + 0.5) / (other.length + 0.5 * used.length);
      distance += Math.abs(s - t) / 2;
      psi += (t - s) * Math.log(t / s);
    }
    return new Drift("classes", split, psi, distance, p, false);
  }

  private static int max(int[] values) {
    return Arrays.stream(values).max().orElse(0);
  }

  static long[] counts(int[] classes, int n) {
    long[] counts = new long[n];
    for (int c : classes) {
      if (c >= 0 && c < n) {
        counts[c]++;
      }
    }
    return counts;
  }

  private static List<Drift> corrected(List<Drift> found) {
    List<Integer> order =
        IntStream.range(0, found.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> found.get(i).p()))
            .toList();
    List<Drift> out = new ArrayList<>(found);
    double least = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      Drift d = found.get(order.get(rank));
      least = Math.max(least, Math.min(1, d.p() * (found.size() - rank)));
      boolean much = d.distance() > SLIGHT || d.psi() > SLIGHT;
      out.set(
          order.get(rank),
          new Drift(d.feature(), d.split(), d.psi(), d.distance(), least, least < LEVEL && much));
    }
    return out;
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }
}
