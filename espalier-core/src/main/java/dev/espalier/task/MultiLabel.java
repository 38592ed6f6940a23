package dev.espalier.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Zeros and ones, one column a label. Outputs that all lie between 0 and 1 are probabilities,
 * others logits.
 *
 * <p>Metrics: accuracy (share of right labels), exact-match, macro-precision, macro-recall,
 * macro-f1.
 */
record MultiLabel() implements TaskKind {
  @Override
  public String name() {
    return "multi-label";
  }

  @Override
  public String summary() {
    return "several labels, each yes or no";
  }

  @Override
  public String source() {
    return "common practice; figures as scikit-learn has them";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of(
        "macro-f1", "macro-precision", "macro-recall", "accuracy", "exact-match", Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.YES_NO;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    Confusion confusion = confusion(predictions, Averages.all(predictions.records()));
    double[] shares = perRecord(task, predictions);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("accuracy", Averages.mean(shares.length, i -> shares[i]));
    out.put("exact-match", Averages.mean(shares.length, i -> shares[i] == 1 ? 1 : 0));
    out.putAll(confusion.macros());
    return out;
  }

  private static Confusion confusion(Predictions predictions, int[] records) {
    double[] targets = predictions.targetsLikeOutputs();
    double threshold = threshold(predictions);
    Confusion confusion = new Confusion(predictions.columns());
    for (int r : records) {
      for (int c = 0; c < predictions.columns(); c++) {
        boolean label = targets[r * predictions.columns() + c] > 0.5;
        confusion.addBinary(c, label, predictions.at(r, c) > threshold);
      }
    }
    return confusion;
  }

  private static double threshold(Predictions predictions) {
    return Scores.unit(predictions.outputs()) ? 0.5 : 0;
  }

  /** The share of right labels. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    double[] targets = predictions.targetsLikeOutputs();
    double threshold = threshold(predictions);
    int k = predictions.columns();
    return Averages.each(
        predictions.records(),
        r ->
            Averages.mean(
                k, c -> targets[r * k + c] > 0.5 == predictions.at(r, c) > threshold ? 1 : 0));
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    String metric = task.metric();
    if (metric.startsWith("macro")) {
      return records -> confusion(predictions, records).metric(metric);
    }
    double[] shares = perRecord(task, predictions);
    return Statistic.mean(
        metric.equals("exact-match")
            ? Averages.each(shares.length, i -> shares[i] == 1 ? 1 : 0)
            : shares);
  }

  /** Where every record has one label alone, or all right or all wrong, records are counted. */
  @Override
  public Pairing pairing(String metric) {
    return metric.equals("accuracy") ? Pairing.BY_RECORD : Pairing.BY_RESAMPLING;
  }

  /** Mean binary cross-entropy. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    return predictions.binaryLosses();
  }

  /** The smallest distance of a label's probability from one half. */
  @Override
  public double[] margins(Task task, Predictions predictions) {
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

  @Override
  public String words(Task task, Predictions predictions) {
    return predictions.columns() + " labels, each yes or no";
  }

  @Override
  public String loss() {
    return "binary-cross-entropy";
  }
}
