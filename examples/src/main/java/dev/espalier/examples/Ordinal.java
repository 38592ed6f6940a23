package dev.espalier.examples;

import dev.espalier.files.DataException;
import dev.espalier.task.LabelForm;
import dev.espalier.task.Pairing;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A kind of task: levels in an order, such as stars from 0 to 4, judged by how many levels an
 * answer is off. For K levels a model gives K - 1 logits; logit k says whether the level is above
 * k, and the answer is how many of them are above 0. Labels are the levels, 0 to K - 1.
 *
 * <p>To copy: say which figures there are and how each record counts in them; the gate, intervals
 * of losses and reports follow. {@link #losses} is what is trained, record by record, and {@link
 * #loss} names the {@link OrdinalLoss} that libtorch computes. A record, since kinds are compared.
 * Named in {@code META-INF/services/dev.espalier.task.TaskKind}; DATA says {@code labels: {task:
 * ordinal}}.
 */
public record Ordinal() implements TaskKind {
  /** Levels by which an answer is off, on average. Its name says mae, so less is better. */
  static final String OFF = "level-mae";

  private static final String EXACT = "exact";

  @Override
  public String name() {
    return "ordinal";
  }

  @Override
  public String summary() {
    return "levels in an order, judged by how many an answer is off";
  }

  @Override
  public String source() {
    return "Niu et al., Ordinal Regression with Multiple Output CNN for Age Estimation, CVPR 2016";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of(OFF, EXACT, Task.AGREEMENT);
  }

  /** Not classes: an output is no score of the class of its number. */
  @Override
  public LabelForm labels() {
    return LabelForm.NUMBERS;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    int[] off = off(predictions);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(OFF, Arrays.stream(off).average().orElse(Double.NaN));
    figures.put(EXACT, Arrays.stream(off).map(o -> o == 0 ? 1 : 0).average().orElse(Double.NaN));
    return figures;
  }

  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    boolean exact = task.metric().equals(EXACT);
    return Arrays.stream(off(predictions)).mapToDouble(o -> exact ? (o == 0 ? 1 : 0) : o).toArray();
  }

  @Override
  public Pairing pairing(String metric) {
    return metric.equals(EXACT) ? Pairing.BY_RECORD : Pairing.BY_RESAMPLING;
  }

  /** The mean cross-entropy of the questions "above level k?". */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    int[] levels = levels(predictions);
    double[] losses = new double[levels.length];
    for (int r = 0; r < losses.length; r++) {
      for (int k = 0; k < predictions.columns(); k++) {
        double right = levels[r] > k ? predictions.at(r, k) : -predictions.at(r, k);
        losses[r] += Math.log1p(Math.exp(-Math.abs(right))) + Math.max(0, -right);
      }
      losses[r] /= predictions.columns();
    }
    return losses;
  }

  /** Of always saying the median level. */
  @Override
  public double chance(Task task, Predictions predictions) {
    int[] sorted = levels(predictions);
    Arrays.sort(sorted);
    int median = sorted[sorted.length / 2];
    return task.metric().equals(OFF)
        ? Arrays.stream(sorted).map(l -> Math.abs(l - median)).average().orElse(Double.NaN)
        : Double.NaN;
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return "ordinal regression into " + (predictions.columns() + 1) + " levels";
  }

  @Override
  public String answer(float[] columns, IntFunction<String> classNames) {
    int level = 0;
    for (float logit : columns) {
      level += logit > 0 ? 1 : 0;
    }
    return "level " + level;
  }

  @Override
  public String loss() {
    return OrdinalLoss.NAME;
  }

  private static int[] off(Predictions predictions) {
    int[] off = levels(predictions);
    for (int r = 0; r < off.length; r++) {
      int said = 0;
      for (int k = 0; k < predictions.columns(); k++) {
        said += predictions.at(r, k) > 0 ? 1 : 0;
      }
      off[r] = Math.abs(said - off[r]);
    }
    return off;
  }

  private static int[] levels(Predictions predictions) {
    int most = predictions.columns();
    double[] targets = predictions.targets();
    for (double t : targets) {
      if (targets.length != predictions.records() || t != Math.rint(t) || t < 0 || t > most) {
        throw new DataException(
            "an ordinal label is one whole number from 0 to "
                + most
                + " here, since the model gives "
                + most
                + " outputs; one is "
                + t);
      }
    }
    return Arrays.stream(targets).mapToInt(t -> (int) t).toArray();
  }
}
