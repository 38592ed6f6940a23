package dev.espalier.dynamic;

import dev.espalier.adaptive.RowAnswer;
import dev.espalier.cut.Temperature;
import dev.espalier.task.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns the weights of the signal {@code predictor} for one stage: logistic regression on its
 * odds, margin, negative entropy and answered class, of whether it answers as well as the last
 * stage. Ridge regression keeps the weights of rare classes near 0; gradient descent with momentum,
 * which is enough for so few weights. The constant is part of the weights of the classes, so that
 * scores of two fits can be compared.
 */
final class Difficulty {
  private static final int FEATURES = 3;

  /** More classes have no weights of their own. */
  private static final int MOST_CLASSES = 200;

  /** Records for each weight: with fewer, it learns more noise than difficulty. */
  private static final int RECORDS_EACH = 30;

  private static final double RIDGE = 1e-3;
  private static final double RATE = 0.5;
  private static final double MOMENTUM = 0.9;
  private static final int STEPS = 400;
  private static final double SURE = 1e-6;

  private Difficulty() {}

  /** Whether there are examples enough to learn from. */
  static boolean possible(Predictions stage) {
    int classes = stage.columns() > MOST_CLASSES ? 0 : stage.columns();
    return stage.records() >= RECORDS_EACH * (FEATURES + classes + 1);
  }

  /**
   * Weights for this stage's scores.
   *
   * @param stage what it says
   * @param asWell whether each record is answered at least as well as by the last stage
   */
  static List<Double> fit(
      Predictions stage, RowAnswer answer, double temperature, boolean[] asWell) {
    double[][] p = Temperature.probabilities(stage, answer, temperature);
    int classes = p[0].length > MOST_CLASSES ? 0 : p[0].length;
    double[][] features = new double[p.length][];
    int[] answered = new int[p.length];
    for (int i = 0; i < p.length; i++) {
      features[i] = features(p[i]);
      answered[i] = best(p[i]);
    }
    double[] scale = scales(features);
    double[] weights = new double[FEATURES + classes + 1];
    double[] speed = new double[weights.length];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = gradient(features, answered, asWell, scale, weights);
      for (int j = 0; j < weights.length; j++) {
        speed[j] = MOMENTUM * speed[j] - RATE * gradient[j];
        weights[j] += speed[j];
      }
    }
    List<Double> out = new ArrayList<>();
    for (int j = 0; j < FEATURES; j++) {
      out.add(weights[j] / scale[j]);
    }
    for (int c = 0; c < classes; c++) {
      out.add(weights[FEATURES + c] + weights[FEATURES + classes]);
    }
    return out;
  }

  private static double[] features(double[] p) {
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double highest = sorted[sorted.length - 1];
    double entropy = Arrays.stream(p).map(v -> v * Math.log(Math.max(v, 1e-38))).sum();
    double odds = Math.log(Math.max(highest, 1e-38)) - Math.log(Math.max(1 - highest, SURE));
    return new double[] {odds, highest - sorted[sorted.length - 2], entropy};
  }

  private static int best(double[] p) {
    int best = 0;
    for (int c = 1; c < p.length; c++) {
      best = p[c] > p[best] ? c : best;
    }
    return best;
  }

  /** Root mean squares, so that one rate serves all. */
  private static double[] scales(double[][] features) {
    double[] scale = new double[FEATURES];
    for (double[] row : features) {
      for (int j = 0; j < FEATURES; j++) {
        scale[j] += row[j] * row[j] / features.length;
      }
    }
    return Arrays.stream(scale).map(s -> Math.max(1e-9, Math.sqrt(s))).toArray();
  }

  /** Of the mean logistic loss; the last weight is the constant. */
  private static double[] gradient(
      double[][] features, int[] answered, boolean[] asWell, double[] scale, double[] weights) {
    int last = weights.length - 1;
    boolean byClass = last > FEATURES;
    double[] gradient = new double[weights.length];
    for (int i = 0; i < features.length; i++) {
      double z = weights[last] + (byClass ? weights[FEATURES + answered[i]] : 0);
      for (int j = 0; j < FEATURES; j++) {
        z += weights[j] * features[i][j] / scale[j];
      }
      double error = (1 / (1 + Math.exp(-z)) - (asWell[i] ? 1 : 0)) / features.length;
      for (int j = 0; j < FEATURES; j++) {
        gradient[j] += error * features[i][j] / scale[j];
      }
      if (byClass) {
        gradient[FEATURES + answered[i]] += error;
      }
      gradient[last] += error;
    }
    for (int j = 0; j < last; j++) {
      gradient[j] += RIDGE * weights[j];
    }
    return gradient;
  }
}
