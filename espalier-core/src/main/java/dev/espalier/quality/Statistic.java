package dev.espalier.quality;

import dev.espalier.data.Task;
import java.util.Arrays;

/** A metric as a function of the records (groups) that it is taken over, repetitions allowed. */
@FunctionalInterface
interface Statistic {
  double over(int[] records);

  static Statistic of(Task task, Predictions predictions) {
    if (task.kind() == Task.Kind.SEVERAL) {
      return Several.statistic(task, predictions);
    }
    if (task.metric().startsWith("macro") || task.metric().equals("f1")) {
      return macro(task, predictions);
    } else if (task.metric().equals("auc")) {
      Auc auc = new Scores(predictions).auc();
      return auc::over;
    }
    double[] each = Metrics.perRecord(task, predictions);
    Statistic mean = records -> Metrics.mean(records.length, i -> each[records[i]]);
    if (task.metric().equals("exact-match")) {
      return records -> Metrics.mean(records.length, i -> each[records[i]] == 1 ? 1 : 0);
    }
    if (task.metric().equals("relative-mse")) {
      double[] targets = predictions.targetsLikeOutputs();
      return records ->
          mean.over(records) / Metrics.variance(chosen(targets, records, predictions.columns()));
    }
    return mean;
  }

  private static Statistic macro(Task task, Predictions predictions) {
    String metric = task.metric();
    if (task.kind() == Task.Kind.MULTI_LABEL) {
      return records -> pick(metric, Metrics.labelConfusion(predictions, records));
    }
    Scores scores = new Scores(predictions);
    return records -> pick(metric, Metrics.confusion(scores, records));
  }

  private static double pick(String metric, Confusion confusion) {
    return switch (metric) {
      case "macro-precision" -> confusion.macroPrecision();
      case "macro-recall" -> confusion.macroRecall();
      case "f1" -> confusion.f1(1);
      default -> confusion.macroF1();
    };
  }

  private static double[] chosen(double[] values, int[] records, int columns) {
    double[] out = new double[records.length * columns];
    Arrays.setAll(out, i -> values[records[i / columns] * columns + i % columns]);
    return out;
  }
}
