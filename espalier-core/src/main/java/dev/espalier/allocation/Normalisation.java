package dev.espalier.allocation;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Makes scores of different groups comparable by dividing each group's by one number.
 *
 * <p>Source: Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient
 * Inference, ICLR 2017 (layer-wise normalisation of scores).
 */
public enum Normalisation {
  /** Scores as they are. */
  NONE,
  /** By the mean of the group. */
  MEAN,
  /** By the largest of the group. */
  MAX,
  /** By the sum of the group. */
  SUM,
  /** By what a unit of the group costs. */
  COST;

  /**
   * {@return a new array of scores, each divided by {@link #divisor}}
   *
   * @param scores of the units of one group
   */
  public double[] apply(double[] scores) {
    double divisor = divisor(scores.length, i -> scores[i]);
    return Arrays.stream(scores).map(s -> s / divisor).toArray();
  }

  /**
   * What the {@code n} scores of a group are divided by; 1 where their mean (largest, sum) is not
   * positive.
   */
  double divisor(int n, IntToDoubleFunction score) {
    double divisor =
        switch (this) {
          case NONE, COST -> 1;
          case MEAN -> IntStream.range(0, n).mapToDouble(score).average().orElse(1);
          case MAX -> IntStream.range(0, n).mapToDouble(score).max().orElse(1);
          case SUM -> IntStream.range(0, n).mapToDouble(score).sum();
        };
    return divisor > 0 ? divisor : 1;
  }
}
