package dev.espalier.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers against numbers, one target for each output; of a forecast one for each step ahead.
 *
 * <p>Metrics: mse, mae, relative-mse (mse over the variance of the targets), r2, smape (twice the
 * absolute error over the sum of both sizes, 0 to 2, as in the M4 competition).
 *
 * @param name of the kind
 * @param summary what its outputs are
 */
record Regression(String name, String summary) implements TaskKind {
  /** How far a prediction lies from its target. */
  private enum Deviation {
    SQUARED,
    ABSOLUTE,
    SYMMETRIC;

    double of(double target, double predicted) {
      double e = target - predicted;
      return switch (this) {
        case SQUARED -> e * e;
        case ABSOLUTE -> Math.abs(e);
        case SYMMETRIC -> e == 0 ? 0 : 2 * Math.abs(e) / (Math.abs(target) + Math.abs(predicted));
      };
    }
  }

  @Override
  public String source() {
    return "common practice; figures as scikit-learn has them";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of("relative-mse", "mse", "mae", "r2", "smape", Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.NUMBERS;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    double[] targets = predictions.targetsLikeOutputs();
    double mse = mean(predictions, Deviation.SQUARED);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("mse", mse);
    out.put("mae", mean(predictions, Deviation.ABSOLUTE));
    out.put("relative-mse", mse / Averages.variance(targets));
    out.put("r2", 1 - mse / Averages.variance(targets));
    out.put("smape", mean(predictions, Deviation.SYMMETRIC));
    return out;
  }

  /** The squared error; for mae and smape their own. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    return errors(
        predictions,
        switch (task.metric()) {
          case "mae" -> Deviation.ABSOLUTE;
          case "smape" -> Deviation.SYMMETRIC;
          default -> Deviation.SQUARED;
        });
  }

  private static double mean(Predictions predictions, Deviation deviation) {
    double[] each = errors(predictions, deviation);
    return Averages.mean(each.length, i -> each[i]);
  }

  private static double[] errors(Predictions predictions, Deviation deviation) {
    double[] targets = predictions.targetsLikeOutputs();
    int k = predictions.columns();
    return Averages.each(
        predictions.records(),
        r -> Averages.mean(k, c -> deviation.of(targets[r * k + c], predictions.at(r, c))));
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    Statistic mean = Statistic.mean(perRecord(task, predictions));
    if (!task.metric().equals("relative-mse")) {
      return mean;
    }
    double[] targets = predictions.targetsLikeOutputs();
    int columns = predictions.columns();
    return records -> mean.over(records) / Averages.variance(chosen(targets, records, columns));
  }

  private static double[] chosen(double[] values, int[] records, int columns) {
    double[] out = new double[records.length * columns];
    Arrays.setAll(out, i -> values[records[i / columns] * columns + i % columns]);
    return out;
  }

  @Override
  public Pairing pairing(String metric) {
    return metric.equals("r2") ? Pairing.NONE : Pairing.BY_RESAMPLING;
  }

  /** Mean squared error. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    double[] targets = predictions.targetsLikeOutputs();
    return predictions.squaredDistances(i -> targets[i]);
  }

  /** Of the mean target: 1 for relative-mse. */
  @Override
  public double chance(Task task, Predictions predictions) {
    return switch (task.metric()) {
      case "relative-mse" -> 1;
      case "mse" -> Averages.variance(predictions.targets());
      default -> Double.NaN;
    };
  }

  @Override
  public String words(Task task, Predictions predictions) {
    int columns = predictions.columns();
    return name + " of " + (columns == 1 ? "a number" : columns + " numbers");
  }

  @Override
  public String loss() {
    return "mse";
  }
}
