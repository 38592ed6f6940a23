package dev.espalier.quality;

import dev.espalier.data.Task;
import java.util.HashMap;
import java.util.Map;

/** What a model that has learnt nothing would score. */
public final class Chance {
  private static final double STANDARD_ERRORS = 2;
  private static final double SHARE_OF_THE_WAY = 0.1;

  private Chance() {}

  /**
   * The task's metric for the best constant answer: the majority's share for accuracy, its
   * counterpart for macro averages, a random order for ranking, the mean target for relative-mse
   * (1); NaN where there is no such level.
   */
  public static double level(Task task, Predictions predictions) {
    return switch (task.kind()) {
      case CLASSIFICATION -> constantAnswer(task, predictions);
      case RANKING -> randomOrder(task);
      case REGRESSION ->
          switch (task.metric()) {
            case "relative-mse" -> 1;
            case "mse" -> Metrics.variance(predictions.targets());
            default -> Double.NaN;
          };
      case SEVERAL -> Several.chance(task, predictions);
      case MULTI_LABEL, UNLABELLED -> Double.NaN;
    };
  }

  /**
   * Whether the model is no better than chance by two standard errors, or by a tenth of the way to
   * perfection; of several tasks, whether any is.
   */
  public static boolean near(Task task, Predictions predictions) {
    if (task.kind() == Task.Kind.SEVERAL) {
      return Several.nearChance(task, predictions);
    }
    double chance = level(task, predictions);
    if (Double.isNaN(chance)) {
      return false;
    }
    double value = Metrics.value(task, predictions);
    if (!task.higherIsBetter()) {
      return !(value < chance * (1 - SHARE_OF_THE_WAY));
    }
    double error =
        Math.sqrt(chance * (1 - chance) / (predictions.records() / (double) task.groupSize()));
    return !(value - chance > Math.max(STANDARD_ERRORS * error, SHARE_OF_THE_WAY * (1 - chance)));
  }

  private static double constantAnswer(Task task, Predictions predictions) {
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

  private static double randomOrder(Task task) {
    double sum = 0;
    for (int rank = 1; rank <= Math.min(10, task.groupSize()); rank++) {
      sum += task.metric().startsWith("ndcg") ? Metrics.gain(rank) : 1;
    }
    return sum / task.groupSize();
  }
}
