package dev.espalier.quality;

import dev.espalier.data.Task;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How wrong a model is on each record: cross-entropy (classification), mean binary cross-entropy
 * (multi-label; ranking by the last column) or mean squared error (regression); of several tasks
 * the sum by weight.
 */
public final class RecordLosses {
  private static final double TINY = 1e-7;

  private RecordLosses() {}

  /**
   * One figure a record, at least 0; without labels the mean squared distance to the outputs of
   * {@code whole} for the same records.
   */
  public static double[] of(Task task, Predictions predictions, Predictions whole) {
    if (task.kind() == Task.Kind.SEVERAL) {
      return Several.losses(task, predictions, whole);
    }
    if (predictions.labels() == null || task.kind() == Task.Kind.UNLABELLED) {
      return squared(predictions, i -> whole.outputs()[i]);
    }
    return switch (task.kind()) {
      case CLASSIFICATION -> crossEntropy(predictions);
      case REGRESSION -> {
        double[] targets = predictions.targetsLikeOutputs();
        yield squared(predictions, i -> targets[i]);
      }
      default -> binary(predictions);
    };
  }

  private static double[] crossEntropy(Predictions predictions) {
    Scores scores = new Scores(predictions);
    double[] losses = new double[predictions.records()];
    Arrays.setAll(losses, scores::crossEntropy);
    return losses;
  }

  private static double[] squared(Predictions predictions, IntToDoubleFunction target) {
    int k = predictions.columns();
    double[] losses = new double[predictions.records()];
    for (int i = 0; i < losses.length * k; i++) {
      double e = predictions.outputs()[i] - target.applyAsDouble(i);
      losses[i / k] += e * e / k;
    }
    return losses;
  }

  /** Outputs that all lie between 0 and 1 are taken as probabilities, others as logits. */
  private static double[] binary(Predictions predictions) {
    double[] targets = predictions.targets();
    boolean probabilities = Scores.unit(predictions.outputs());
    int each = targets.length / predictions.records();
    int columns = predictions.columns() / each;
    double[] losses = new double[predictions.records()];
    for (int i = 0; i < targets.length; i++) {
      double o = predictions.outputs()[i * columns + columns - 1];
      double p = Math.min(Math.max(probabilities ? o : 1 / (1 + Math.exp(-o)), TINY), 1 - TINY);
      losses[i / each] -= (targets[i] * Math.log(p) + (1 - targets[i]) * Math.log(1 - p)) / each;
    }
    return losses;
  }
}
