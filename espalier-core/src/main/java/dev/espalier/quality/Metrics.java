package dev.espalier.quality;

import dev.espalier.data.Task;
import dev.espalier.files.DataException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Figures of merit of a model on a data set.
 *
 * <ul>
 *   <li>classification: accuracy, top5 (more than five classes), macro-precision, macro-recall,
 *       macro-f1, loss (cross-entropy); of two classes also f1 (of class 1) and auc (area under the
 *       ROC curve)
 *   <li>multi-label: accuracy (share of right labels), exact-match, macro-precision, macro-recall,
 *       macro-f1
 *   <li>regression: mse, mae, relative-mse (mse over the variance of the targets), r2
 *   <li>several tasks: the figures of each after the name of its output, and weighted-mean
 *   <li>ranking: hr@10 and ndcg@10 (1/log2(1+rank) within the ten best); ties count against the
 *       model
 * </ul>
 */
public final class Metrics {
  private static final int TOP = 5;

  private Metrics() {}

  /**
   * All figures of the task's kind, in a fixed order; empty for unlabelled data. {@link
   * DataException} where labels do not fit the outputs.
   */
  public static Map<String, Double> of(Task task, Predictions predictions) {
    return switch (task.kind()) {
      case CLASSIFICATION -> classification(new Scores(predictions));
      case MULTI_LABEL -> multiLabel(predictions);
      case REGRESSION -> regression(predictions);
      case RANKING -> ranking(task, predictions);
      case UNLABELLED -> new LinkedHashMap<>();
      case SEVERAL -> Several.metrics(task, predictions);
    };
  }

  /**
   * The figure that the task is judged by; {@link DataException} naming the possible ones where its
   * kind has no such metric.
   */
  public static double value(Task task, Predictions predictions) {
    Map<String, Double> all = of(task, predictions);
    Double value = all.get(task.metric());
    if (value == null) {
      throw new DataException(
          "metric '"
              + task.metric()
              + "' is not measured here; choose one of "
              + String.join(", ", all.keySet()));
    }
    return value;
  }

  /**
   * Recall of each class, NaN where no record has it; empty unless the task is a classification.
   */
  public static double[] perClassRecall(Task task, Predictions predictions) {
    if (task.kind() != Task.Kind.CLASSIFICATION) {
      return new double[0];
    }
    return confusion(new Scores(predictions), all(predictions.records())).recalls();
  }

  /**
   * What each record adds to the mean that the metric is: 1 or 0 for classification (right; among
   * the best five for top5), the share of right labels for multi-label, the squared (mae: absolute)
   * error for regression, and for ranking one figure a group: hit or discounted gain.
   */
  public static double[] perRecord(Task task, Predictions predictions) {
    return switch (task.kind()) {
      case CLASSIFICATION -> {
        Scores scores = new Scores(predictions);
        boolean top = task.metric().equals("top5");
        yield each(
            predictions.records(), i -> (top ? scores.within(i, TOP) : scores.correct(i)) ? 1 : 0);
      }
      case MULTI_LABEL -> labelShares(predictions);
      case REGRESSION -> errors(predictions, task.metric().contains("mae"));
      case RANKING -> {
        int[] ranks = ranks(task, predictions);
        boolean gain = task.metric().startsWith("ndcg");
        yield each(ranks.length, i -> gain ? gain(ranks[i]) : hit(ranks[i]));
      }
      case UNLABELLED ->
          throw new DataException(
              "unlabelled data cannot tell right from wrong; compare two models instead");
      case SEVERAL ->
          throw new DataException(
              "several tasks have no common figure a record; judge each by its own");
    };
  }

  static Confusion confusion(Scores scores, int[] rows) {
    Confusion confusion = new Confusion(scores.classes);
    for (int r : rows) {
      confusion.add(scores.labels[r], scores.predicted[r]);
    }
    return confusion;
  }

  static Confusion labelConfusion(Predictions predictions, int[] rows) {
    double[] targets = predictions.targetsLikeOutputs();
    double threshold = Scores.unit(predictions.outputs()) ? 0.5 : 0;
    Confusion confusion = new Confusion(predictions.columns());
    for (int r : rows) {
      for (int c = 0; c < predictions.columns(); c++) {
        boolean label = targets[r * predictions.columns() + c] > 0.5;
        confusion.addBinary(c, label, predictions.at(r, c) > threshold);
      }
    }
    return confusion;
  }

  private static Map<String, Double> classification(Scores scores) {
    int n = scores.labels.length;
    Confusion confusion = confusion(scores, all(n));
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("accuracy", mean(n, i -> scores.correct(i) ? 1 : 0));
    if (scores.classes > TOP) {
      out.put("top5", mean(n, i -> scores.within(i, TOP) ? 1 : 0));
    }
    putMacro(out, confusion);
    if (scores.classes == 2) {
      out.put("f1", confusion.f1(1));
      out.put("auc", scores.auc().over(all(n)));
    }
    out.put("loss", mean(n, scores::crossEntropy));
    return out;
  }

  private static Map<String, Double> multiLabel(Predictions predictions) {
    Confusion confusion = labelConfusion(predictions, all(predictions.records()));
    double[] shares = labelShares(predictions);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("accuracy", mean(shares.length, i -> shares[i]));
    out.put("exact-match", mean(shares.length, i -> shares[i] == 1 ? 1 : 0));
    putMacro(out, confusion);
    return out;
  }

  private static Map<String, Double> regression(Predictions predictions) {
    double[] targets = predictions.targetsLikeOutputs();
    double[] squared = errors(predictions, false);
    double[] absolute = errors(predictions, true);
    double mse = mean(squared.length, i -> squared[i]);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("mse", mse);
    out.put("mae", mean(absolute.length, i -> absolute[i]));
    out.put("relative-mse", mse / variance(targets));
    out.put("r2", 1 - mse / variance(targets));
    return out;
  }

  private static Map<String, Double> ranking(Task task, Predictions predictions) {
    int[] ranks = ranks(task, predictions);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("hr@10", mean(ranks.length, i -> hit(ranks[i])));
    out.put("ndcg@10", mean(ranks.length, i -> gain(ranks[i])));
    return out;
  }

  /** Rank (from 1) of each group's positive by the last output column. */
  private static int[] ranks(Task task, Predictions predictions) {
    int size = task.groupSize();
    int[] labels = predictions.classes();
    if (labels.length % size != 0) {
      throw new DataException(
          labels.length
              + " records do not make whole groups of "
              + size
              + " candidates; check the group size");
    }
    int[] ranks = new int[labels.length / size];
    int score = predictions.columns() - 1;
    for (int g = 0; g < ranks.length; g++) {
      int positive = positive(labels, g * size, size);
      for (int i = g * size; i < (g + 1) * size; i++) {
        // written so that NaN never wins
        ranks[g] +=
            i == positive || !(predictions.at(i, score) < predictions.at(positive, score)) ? 1 : 0;
      }
    }
    return ranks;
  }

  private static int positive(int[] labels, int from, int size) {
    for (int i = from; i < from + size; i++) {
      if (labels[i] == 1) {
        return i;
      }
    }
    throw new DataException(
        "records "
            + from
            + " to "
            + (from + size - 1)
            + " form a group without a positive (label 1)");
  }

  private static double hit(int rank) {
    return rank <= 10 ? 1 : 0;
  }

  static double gain(int rank) {
    return rank <= 10 ? Math.log(2) / Math.log(1 + rank) : 0;
  }

  private static double[] labelShares(Predictions predictions) {
    double[] targets = predictions.targetsLikeOutputs();
    double threshold = Scores.unit(predictions.outputs()) ? 0.5 : 0;
    int k = predictions.columns();
    return each(
        predictions.records(),
        r -> mean(k, c -> targets[r * k + c] > 0.5 == predictions.at(r, c) > threshold ? 1 : 0));
  }

  private static double[] errors(Predictions predictions, boolean absolute) {
    double[] targets = predictions.targetsLikeOutputs();
    int k = predictions.columns();
    return each(
        predictions.records(),
        r ->
            mean(
                k,
                c -> {
                  double e = targets[r * k + c] - predictions.at(r, c);
                  return absolute ? Math.abs(e) : e * e;
                }));
  }

  static double variance(double[] values) {
    double mean = mean(values.length, i -> values[i]);
    return mean(values.length, i -> (values[i] - mean) * (values[i] - mean));
  }

  private static void putMacro(Map<String, Double> out, Confusion confusion) {
    out.put("macro-precision", confusion.macroPrecision());
    out.put("macro-recall", confusion.macroRecall());
    out.put("macro-f1", confusion.macroF1());
  }

  private static int[] all(int n) {
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private static double[] each(int n, IntToDoubleFunction f) {
    double[] out = new double[n];
    Arrays.setAll(out, f);
    return out;
  }

  public static double mean(int n, IntToDoubleFunction f) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += f.applyAsDouble(i);
    }
    return sum / n;
  }
}
