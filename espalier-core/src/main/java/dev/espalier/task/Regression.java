package dev.espalier.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers against numbers, one target for each output.
 *
 * <p>Metrics: mse, mae, relative-mse (mse over the variance of the targets), r2.
 */
record Regression() implements TaskKind {
  @Override
  public String name() {
    return "regression";
  }

  @Override
  public String summary() {
    return "numbers";
  }

  @Override
  public String source() {
    return "common practice; figures as scikit-learn has them";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of("relative-mse", "mse", "mae", "r2", Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.NUMBERS;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    double[] targets = predictions.targetsLikeOutputs();
    double[] squared = errors(predictions, false);
    double[] absolute = errors(predictions, true);
    double mse = Averages.mean(squared.length, i -> squared[i]);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("mse", mse);
    out.put("mae", Averages.mean(absolute.length, i -> absolute[i]));
    out.put("relative-mse", mse / Averages.variance(targets));
    out.put("r2", 1 - mse / Averages.variance(targets));
    return out;
  }

  /** The squared error; for mae the absolute one. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    return errors(predictions, task.metric().contains("mae"));
  }

  private static double[] errors(Predictions predictions, boolean absolute) {
    double[] targets = predictions.targetsLikeOutputs();
    int k = predictions.columns();
    return Averages.each(
        predictions.records(),
        r ->
            Averages.mean(
                k,
                c -> {
                  double e = targets[r * k + c] - predictions.at(r, c);
                  return absolute ? Math.abs(e) : e * e;
                }));
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
    return "regression of " + (columns == 1 ? "a number" : columns + " numbers");
  }

  @Override
  public String loss() {
    return "mse";
  }
}
