package dev.espalier.task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Class numbers against logits or probabilities, one column a class; one column alone counts as
 * binary.
 *
 * <p>Metrics: accuracy, top5 (more than five classes), macro-precision, macro-recall, macro-f1,
 * loss (cross-entropy); of two classes also f1 (of class 1) and auc (area under the ROC curve).
 */
record Classification() implements TaskKind {
  private static final int TOP = 5;

  private static final List<String> METRICS =
      List.of(
          "accuracy",
          "macro-f1",
          "macro-precision",
          "macro-recall",
          "f1",
          "auc",
          "top5",
          "loss",
          Task.AGREEMENT);

  @Override
  public String name() {
    return "classification";
  }

  @Override
  public String summary() {
    return "one of several classes";
  }

  @Override
  public String source() {
    return "common practice; figures as scikit-learn has them";
  }

  @Override
  public List<String> metrics(int classes) {
    return METRICS.stream()
        .filter(m -> classes <= 2 || !m.equals("f1") && !m.equals("auc"))
        .toList();
  }

  @Override
  public LabelForm labels() {
    return LabelForm.CLASSES;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    Scores scores = new Scores(predictions);
    int n = scores.records();
    Confusion confusion = scores.confusion(Averages.all(n));
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("accuracy", Averages.mean(n, i -> scores.correct(i) ? 1 : 0));
    if (scores.classes() > TOP) {
      out.put("top5", Averages.mean(n, i -> scores.within(i, TOP) ? 1 : 0));
    }
    out.putAll(confusion.macros());
    if (scores.classes() == 2) {
      out.put("f1", confusion.metric("f1"));
      out.put("auc", scores.auc().over(Averages.all(n)));
    }
    out.put("loss", Averages.mean(n, scores::crossEntropy));
    return out;
  }

  /** 1 or 0: right; among the best five for top5. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    Scores scores = new Scores(predictions);
    boolean top = task.metric().equals("top5");
    return Averages.each(
        predictions.records(), i -> (top ? scores.within(i, TOP) : scores.correct(i)) ? 1 : 0);
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    String metric = task.metric();
    if (metric.startsWith("macro") || metric.equals("f1")) {
      Scores scores = new Scores(predictions);
      return records -> scores.confusion(records).metric(metric);
    } else if (metric.equals("auc")) {
      Auc auc = new Scores(predictions).auc();
      return auc::over;
    }
    return Statistic.mean(perRecord(task, predictions));
  }

  @Override
  public Pairing pairing(String metric) {
    return switch (metric) {
      case "accuracy", "top5" -> Pairing.BY_RECORD;
      case "loss" -> Pairing.NONE;
      default -> Pairing.BY_RESAMPLING;
    };
  }

  /** Cross-entropy. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    Scores scores = new Scores(predictions);
    return Averages.each(predictions.records(), scores::crossEntropy);
  }

  /** Of the majority's class: its share for accuracy, the counterpart for macro averages. */
  @Override
  public double chance(Task task, Predictions predictions) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int label : predictions.classes()) {
      counts.merge(label, 1, Integer::sum);
    }
    double most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    double share = most / predictions.records();
    return switch (task.metric()) {
      case "accuracy" -> share;
      case "macro-recall" -> 1.0 / counts.size();
      case "macro-precision" -> share / counts.size();
      case "auc" -> 0.5;
      case "f1" -> {
        double ones = counts.getOrDefault(1, 0) / (double) predictions.records();
        yield 2 * ones / (1 + ones);
      }
      case "macro-f1" -> 2 * share / (1 + share) / counts.size();
      default -> Double.NaN;
    };
  }

  /** Probability of the label less that of the best other class, -1 to 1. */
  @Override
  public double[] margins(Task task, Predictions predictions) {
    Scores scores = new Scores(predictions);
    return Averages.each(scores.records(), r -> margin(scores.distribution(r), scores.label(r)));
  }

  private static double margin(double[] p, int label) {
    double best = 0;
    for (int c = 0; c < p.length; c++) {
      best = c == label ? best : Math.max(best, p[c]);
    }
    return p[label] - best;
  }

  @Override
  public long[] classCounts(Task task, Predictions predictions) {
    int[] labels = predictions.classes();
    long[] counts = new long[Arrays.stream(labels).max().orElse(-1) + 1];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  @Override
  public double[] recalls(Task task, Predictions predictions) {
    Scores scores = new Scores(predictions);
    return scores.confusion(Averages.all(predictions.records())).recalls();
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return "classification into " + Math.max(2, predictions.columns()) + " classes";
  }

  /** The best class; one column is a number. */
  @Override
  public String answer(float[] columns, IntFunction<String> classNames) {
    if (columns.length < 2) {
      return TaskKind.super.answer(columns, classNames);
    }
    int best = 0;
    for (int i = 1; i < columns.length; i++) {
      best = columns[i] > columns[best] ? i : best;
    }
    return classNames.apply(best);
  }

  @Override
  public String loss() {
    return "cross-entropy";
  }
}
