package dev.espalier.allocation;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.catalogue.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Makes scores of different groups comparable by dividing each group's by one number.
 *
 * <p>Source: Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient
 * Inference, ICLR 2017 (layer-wise normalisation of scores).
 */
public enum Normalisation {
  NONE("scores as they are"),
  MEAN("divided by the mean of the group"),
  MAX("divided by the largest of the group"),
  SUM("divided by the sum of the group: wide groups get lower scores"),
  COST(
      "divided by what a unit of the group costs in the budget: importance for each MAC or weight");

  private static final String SOURCE =
      "Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017";

  public static final Catalogue<Method> CATALOGUE =
      Catalogue.of(
          "normalisation",
          Arrays.stream(values()).map(Normalisation::method).toArray(Method[]::new));

  private final String summary;

  Normalisation(String summary) {
    this.summary = summary;
  }

  /**
   * The normalisation that recipes call {@code name}; throws {@link IllegalArgumentException} for
   * any other.
   */
  public static Normalisation of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** A new array of scores, each divided by {@link #divisor}. */
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

  private Method method() {
    return new Method("normalisation", name().toLowerCase(Locale.ROOT), summary, SOURCE);
  }
}
