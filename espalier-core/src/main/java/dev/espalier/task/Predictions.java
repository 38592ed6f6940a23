package dev.espalier.task;

import dev.espalier.files.DataException;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a model said about each record of a data set.
 *
 * @param outputs {@code [records, columns]}, row by row
 * @param columns values a record
 * @param labels as in {@code Batch}; null where unlabelled
 * @param parts of each answer with its own labels, where there are several tasks; of each output,
 *     where one task judges several together; {@code outputs} holds them side by side. Empty where
 *     one output is judged
 */
public record Predictions(
    float[] outputs, int columns, @Nullable Tensor labels, List<Predictions> parts) {
  private static final double TINY = 1e-7;

  public Predictions {
    parts = List.copyOf(parts);
    if (columns < 1 || outputs.length % columns != 0) {
      throw new IllegalArgumentException(
          outputs.length + " outputs do not make rows of " + columns);
    }
  }

  /**
   * Of one output.
   *
   * @param outputs numbers, record after record
   * @param columns how many of them each record has
   * @param labels one a record along axis 0; null without labels
   */
  public Predictions(float[] outputs, int columns, @Nullable Tensor labels) {
    this(outputs, columns, labels, List.of());
  }

  /**
   * What the judged outputs of a model said.
   *
   * @param task what the outputs mean
   * @param outputs those of {@link Task#outputs}, {@code [records, ...]}
   * @param labels of all answers
   * @return what the model said, record by record
   */
  public static Predictions of(Task task, List<Tensor> outputs, @Nullable Tensor labels) {
    List<Predictions> parts = new ArrayList<>();
    int at = 0;
    for (Answer answer : task.answers()) {
      int many = answer.task().kind().outputs();
      int to = many == TaskKind.ALL && !task.composed() ? outputs.size() : at + Math.max(1, many);
      parts.add(of(outputs.subList(at, to), answer.labels(labels)));
      at = to;
    }
    return task.composed() ? sideBySide(parts, labels) : parts.get(0);
  }

  /** Of one answer. */
  private static Predictions of(List<Tensor> outputs, @Nullable Tensor labels) {
    List<Predictions> own =
        outputs.stream()
            .map(o -> new Predictions(floats(o), o.size() / o.dims()[0], labels))
            .toList();
    return own.size() == 1 ? own.get(0) : sideBySide(own, labels);
  }

  private static Predictions sideBySide(List<Predictions> parts, @Nullable Tensor labels) {
    int columns = parts.stream().mapToInt(Predictions::columns).sum();
    float[] all = new float[Math.multiplyExact(parts.get(0).records(), columns)];
    int at = 0;
    for (Predictions part : parts) {
      for (int r = 0; r < part.records(); r++) {
        System.arraycopy(part.outputs, r * part.columns, all, r * columns + at, part.columns);
      }
      at += part.columns;
    }
    return new Predictions(all, columns, labels, parts);
  }

  private static float[] floats(Tensor output) {
    if (!output.type().floating()) {
      throw new ModelFormatException(
          "the model's judged output is "
              + output.type()
              + "; it must hold scores (floating point)");
    }
    return output.floats();
  }

  /**
   * {@return each record as the chosen one of {@code of} has it; all hold the same records}
   *
   * @param of predictions that one is chosen from for each record
   * @param which for each record, the number of the predictions that it is taken from
   */
  public static Predictions chosen(List<Predictions> of, int[] which) {
    Predictions first = of.get(0);
    int columns = first.columns;
    float[] outputs = new float[first.outputs.length];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(of.get(which[i]).outputs, i * columns, outputs, i * columns, columns);
    }
    List<Predictions> parts = new ArrayList<>();
    for (int p = 0; p < first.parts.size(); p++) {
      int part = p;
      parts.add(chosen(of.stream().map(o -> o.parts.get(part)).toList(), which));
    }
    return new Predictions(outputs, columns, first.labels, parts);
  }

  /**
   * Of one answer of the task that these are of.
   *
   * @param task what the outputs mean
   * @param answer its number among the task's answers, from 0
   * @return the outputs and labels of that answer alone
   */
  public Predictions part(Task task, int answer) {
    return task.composed() ? parts.get(answer) : this;
  }

  /**
   * Of these records alone, in this order.
   *
   * @param records numbers of records, from 0
   * @return the predictions of these records
   */
  public Predictions rows(int[] records) {
    float[] kept = new float[records.length * columns];
    for (int i = 0; i < records.length; i++) {
      System.arraycopy(outputs, records[i] * columns, kept, i * columns, columns);
    }
    return new Predictions(
        kept,
        columns,
        labels == null ? null : labels.select(0, records),
        parts.stream().map(p -> p.rows(records)).toList());
  }

  /** {@return number of records} */
  public int records() {
    return outputs.length / columns;
  }

  /**
   * {@return column of the largest output of a record, the first among equals; -1 where an output
   * is not a number}
   *
   * @param record its number, from 0
   */
  public int argmax(int record) {
    int best = 0;
    for (int c = 0; c < columns; c++) {
      if (Float.isNaN(at(record, c))) {
        return -1;
      }
      best = at(record, c) > at(record, best) ? c : best;
    }
    return best;
  }

  /**
   * {@return one number of what was said of a record}
   *
   * @param record its number, from 0
   * @param column of the record's numbers, from 0
   */
  public float at(int record, int column) {
    return outputs[record * columns + column];
  }

  /** {@return labels as class numbers, one a record} */
  public int[] classes() {
    double[] targets = targets();
    if (targets.length != records()) {
      throw new DataException(
          "there are "
              + targets.length
              + " labels for "
              + records()
              + " records; classification needs one class number per record");
    }
    return Arrays.stream(targets).mapToInt(t -> (int) t).toArray();
  }

  /** {@return labels as numbers, in the layout of the labels} */
  public double[] targets() {
    if (labels == null) {
      throw new DataException(
          "the data has no labels; add them, or compare two models by their agreement");
    }
    if (!labels.type().floating()) {
      return Arrays.stream(labels.longs()).asDoubleStream().toArray();
    }
    double[] out = new double[labels.size()];
    float[] values = labels.floats();
    Arrays.setAll(out, i -> values[i]);
    return out;
  }

  /** Of each record the mean of its outputs' squared distances to these, laid out as they are. */
  double[] squaredDistances(IntToDoubleFunction target) {
    double[] losses = new double[records()];
    for (int i = 0; i < losses.length * columns; i++) {
      double e = outputs[i] - target.applyAsDouble(i);
      losses[i / columns] += e * e / columns;
    }
    return losses;
  }

  /**
   * Of each record the mean binary cross-entropy of its last column, or of all where there are as
   * many labels. Outputs that all lie between 0 and 1 are taken as probabilities, others as logits.
   */
  double[] binaryLosses() {
    double[] targets = targets();
    boolean probabilities = Scores.unit(outputs);
    int each = targets.length / records();
    int width = columns / each;
    double[] losses = new double[records()];
    for (int i = 0; i < targets.length; i++) {
      double o = outputs[i * width + width - 1];
      double p = Math.min(Math.max(probabilities ? o : 1 / (1 + Math.exp(-o)), TINY), 1 - TINY);
      losses[i / each] -= (targets[i] * Math.log(p) + (1 - targets[i]) * Math.log(1 - p)) / each;
    }
    return losses;
  }

  /** Targets with the same layout as the outputs. */
  double[] targetsLikeOutputs() {
    double[] targets = targets();
    if (targets.length != outputs.length) {
      throw new DataException(
          "there are "
              + targets.length
              + " targets for "
              + outputs.length
              + " outputs ("
              + records()
              + " records of "
              + columns
              + "); give one target for each output");
    }
    return targets;
  }
}
