package dev.espalier.quality;

import dev.espalier.data.Task;
import java.util.Arrays;

/**
 * How far each answer is from tipping over: positive where it is right.
 *
 * <p>Classification: probability of the label less that of the best other class, -1 to 1.
 * Multi-label: the smallest distance of a label's probability from one half. Ranking: score of a
 * group's positive less the tenth best of the others (one figure a group). Nothing for regression,
 * unlabelled data and several tasks.
 */
public final class Margins {
  private static final int RANKS = 10;

  private Margins() {}

  /** In the order of the records; empty where the task has no margins. */
  public static double[] of(Task task, Predictions predictions) {
    return switch (task.kind()) {
      case CLASSIFICATION -> classification(new Scores(predictions));
      case MULTI_LABEL -> multiLabel(predictions);
      case RANKING -> ranking(task, predictions);
      case REGRESSION, UNLABELLED, SEVERAL -> new double[0];
    };
  }

  private static double[] classification(Scores scores) {
    double[] margins = new double[scores.labels.length];
    for (int r = 0; r < margins.length; r++) {
      double[] p = scores.distribution(r);
      double best = 0;
      for (int c = 0; c < p.length; c++) {
        best = c == scores.labels[r] ? best : Math.max(best, p[c]);
      }
      margins[r] = p[scores.labels[r]] - best;
    }
    return margins;
  }

  private static double[] multiLabel(Predictions predictions) {
    double[] targets = predictions.targetsLikeOutputs();
    boolean unit = Scores.unit(predictions.outputs());
    double[] margins = new double[predictions.records()];
    Arrays.fill(margins, Double.POSITIVE_INFINITY);
    for (int r = 0; r < margins.length; r++) {
      for (int c = 0; c < predictions.columns(); c++) {
        double o = predictions.at(r, c);
        double above = (unit ? o : 1 / (1 + Math.exp(-o))) - 0.5;
        double side = targets[r * predictions.columns() + c] > 0.5 ? above : -above;
        margins[r] = Math.min(margins[r], side);
      }
    }
    return margins;
  }

  private static double[] ranking(Task task, Predictions predictions) {
    int size = task.groupSize();
    int[] labels = predictions.classes();
    int score = predictions.columns() - 1;
    double[] margins = new double[labels.length / size];
    for (int g = 0; g < margins.length; g++) {
      double positive = Double.NaN;
      double[] others = new double[size];
      for (int i = 0; i < size; i++) {
        double s = predictions.at(g * size + i, score);
        positive = labels[g * size + i] == 1 ? s : positive;
        others[i] = labels[g * size + i] == 1 ? Double.NEGATIVE_INFINITY : s;
      }
      Arrays.sort(others);
      margins[g] = positive - others[Math.max(0, size - RANKS)];
    }
    return margins;
  }
}
