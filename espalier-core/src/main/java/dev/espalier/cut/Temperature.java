package dev.espalier.cut;

import dev.espalier.adaptive.RowAnswer;
import dev.espalier.model.Tensor;
import dev.espalier.task.Predictions;
import java.util.Objects;

/**
 * The temperature that makes a classifier's probabilities fit its labels best: the least mean
 * cross-entropy of softmax(logits / T) (Guo et al., On Calibration of Modern Neural Networks, ICML
 * 2017), by golden-section search over log T: ten lines, for which hipparchus-optim would be one
 * jar more.
 */
public final class Temperature {
  private static final double SPAN = 3;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 30;

  private Temperature() {}

  /** Between e^-3 and e^3; 1 where there is nothing to fit. */
  public static double fit(Predictions predictions, RowAnswer answer) {
    Tensor labels = predictions.labels();
    if (labels == null || !applies(predictions, answer)) {
      return 1;
    }
    double[][] logits = logits(predictions, answer);
    long[] classes = labels.longs();
    double low = -SPAN;
    double high = SPAN;
    for (int i = 0; i < STEPS; i++) {
      double a = high - GOLDEN * (high - low);
      double b = low + GOLDEN * (high - low);
      if (loss(logits, classes, Math.exp(a)) < loss(logits, classes, Math.exp(b))) {
        high = b;
      } else {
        low = a;
      }
    }
    return Math.exp((low + high) / 2);
  }

  /** Whether there are labels, and scores of two classes or more. */
  public static boolean applies(Predictions predictions, RowAnswer answer) {
    return predictions.labels() != null && predictions.columns() > 1 && answer != RowAnswer.VALUES;
  }

  /** The mean cross-entropy at a temperature, where {@link #applies}. */
  public static double crossEntropy(Predictions predictions, RowAnswer answer, double temperature) {
    Tensor labels = Objects.requireNonNull(predictions.labels());
    return loss(logits(predictions, answer), labels.longs(), temperature);
  }

  /** The same answers as logits at the temperature that fits; where none applies, as they are. */
  static Predictions fitted(Predictions predictions, RowAnswer answer) {
    if (!applies(predictions, answer)) {
      return predictions;
    }
    double temperature = fit(predictions, answer);
    float[] fitted = new float[predictions.outputs().length];
    int columns = predictions.columns();
    double[][] logits = logits(predictions, answer);
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] = (float) (logits[i / columns][i % columns] / temperature);
    }
    return new Predictions(fitted, columns, predictions.labels());
  }

  /** softmax(logits / T), row by row. */
  public static double[][] probabilities(
      Predictions predictions, RowAnswer answer, double temperature) {
    double[][] rows = logits(predictions, answer);
    for (double[] row : rows) {
      double most = Double.NEGATIVE_INFINITY;
      for (double l : row) {
        most = Math.max(most, l);
      }
      double total = 0;
      for (int c = 0; c < row.length; c++) {
        row[c] = Math.exp((row[c] - most) / temperature);
        total += row[c];
      }
      for (int c = 0; c < row.length; c++) {
        row[c] /= total;
      }
    }
    return rows;
  }

  private static double[][] logits(Predictions predictions, RowAnswer answer) {
    int columns = predictions.columns();
    double[][] logits = new double[predictions.records()][columns];
    for (int i = 0; i < predictions.outputs().length; i++) {
      double o = predictions.outputs()[i];
      logits[i / columns][i % columns] =
          answer == RowAnswer.PROBABILITIES ? Math.log(Math.max(o, 1e-12)) : o;
    }
    return logits;
  }

  private static double loss(double[][] logits, long[] classes, double temperature) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (double l : logits[i]) {
        most = Math.max(most, l);
      }
      double total = 0;
      for (double l : logits[i]) {
        total += Math.exp((l - most) / temperature);
      }
      sum += Math.log(total) - (logits[i][(int) classes[i]] - most) / temperature;
    }
    return sum / logits.length;
  }
}
