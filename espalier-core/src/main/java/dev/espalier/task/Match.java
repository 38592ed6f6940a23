package dev.espalier.task;

import dev.espalier.files.DataException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Any outputs at all: features, boxes, masks, states. Labels say nothing of them; what counts is
 * how near they come to the original's.
 *
 * <p>Metric: agreement, the share of the variance of the original's outputs that the other model
 * gives too, {@code 1 - mean |other - original|² / variance}; several outputs count alike. 1 is the
 * same, 0 is no better than each output's mean.
 */
record Match() implements TaskKind {
  private static final double TINY = 1e-12;
  private static final int SHOWN = 3;

  @Override
  public String name() {
    return "match";
  }

  @Override
  public String summary() {
    return "any outputs, as near to the original's as can be";
  }

  @Override
  public String source() {
    return "share of variance explained: Wright, Correlation and causation, 1921";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of(Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.NONE;
  }

  @Override
  public int outputs() {
    return ALL;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    return new LinkedHashMap<>();
  }

  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    throw new DataException(
        "outputs of `task: match` can only be compared with those of the original; compare"
            + " two models instead");
  }

  @Override
  public double[] agreement(Task task, Predictions original, Predictions other) {
    double[] far = distances(original, other);
    return Averages.each(far.length, r -> 1 - far[r]);
  }

  @Override
  public boolean byDegrees() {
    return true;
  }

  @Override
  public String disagreement() {
    return "the share of the variance of the original's outputs that it does not give";
  }

  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    return distances(whole, predictions);
  }

  /** Of each record the squared distance as a share of the variance, the mean over the outputs. */
  private static double[] distances(Predictions original, Predictions other) {
    if (original.parts().isEmpty()) {
      return distance(original, other);
    }
    int parts = original.parts().size();
    double[] sum = new double[original.records()];
    for (int p = 0; p < parts; p++) {
      double[] own = distance(original.parts().get(p), other.parts().get(p));
      Arrays.setAll(sum, r -> sum[r] + own[r] / parts);
    }
    return sum;
  }

  private static double[] distance(Predictions original, Predictions other) {
    double variance = variance(original);
    double[] squared = other.squaredDistances(i -> original.outputs()[i]);
    return Averages.each(squared.length, r -> squared[r] / variance);
  }

  /** The mean variance of the columns; of outputs that are constant, their mean square. */
  private static double variance(Predictions said) {
    int columns = said.columns();
    double[] means = new double[columns];
    double square = 0;
    for (int i = 0; i < said.outputs().length; i++) {
      means[i % columns] += said.outputs()[i] / (double) said.records();
      square += (double) said.outputs()[i] * said.outputs()[i];
    }
    double all = square / said.outputs().length;
    double variance = all - Averages.mean(columns, c -> means[c] * means[c]);
    return variance > TINY * all ? variance : Math.max(all, TINY);
  }

  @Override
  public String words(Task task, Predictions predictions) {
    int outputs = Math.max(1, predictions.parts().size());
    return "match of "
        + (outputs == 1 ? "an output" : outputs + " outputs")
        + " ("
        + predictions.columns()
        + " values per record)";
  }

  @Override
  public String answer(float[] columns, IntFunction<String> classNames) {
    String first =
        IntStream.range(0, Math.min(SHOWN, columns.length))
            .mapToObj(i -> TaskKind.super.answer(new float[] {columns[i]}, classNames))
            .collect(Collectors.joining(", "));
    return columns.length > SHOWN ? first + ", …" : first;
  }

  @Override
  public String loss() {
    return "relative-matching";
  }
}
