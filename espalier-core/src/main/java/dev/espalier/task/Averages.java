package dev.espalier.task;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Means over numbered things. */
public final class Averages {
  private Averages() {}

  /**
   * Of {@code f(0)} to {@code f(n - 1)}; NaN where n is 0.
   *
   * @param n how many values there are
   * @param f value by number, from 0
   * @return the mean
   */
  public static double mean(int n, IntToDoubleFunction f) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += f.applyAsDouble(i);
    }
    return sum / n;
  }

  /**
   * {@return the mean squared distance from the mean}
   *
   * @param values any numbers
   */
  public static double variance(double[] values) {
    double mean = mean(values.length, i -> values[i]);
    return mean(values.length, i -> (values[i] - mean) * (values[i] - mean));
  }

  /** 0 to {@code n - 1}. */
  static int[] all(int n) {
    return IntStream.range(0, n).toArray();
  }

  /** All of {@code f(0)} to {@code f(n - 1)}. */
  static double[] each(int n, IntToDoubleFunction f) {
    double[] out = new double[n];
    Arrays.setAll(out, f);
    return out;
  }
}
