package dev.espalier.ort;

import dev.espalier.data.DataException;
import dev.espalier.data.Task;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a model said about each record of a data set.
 *
 * @param outputs {@code [records, columns]}, row by row
 * @param columns values a record
 * @param labels as in {@link dev.espalier.data.Batch}; null where unlabelled
 */
public record Predictions(float[] outputs, int columns, @Nullable Tensor labels) {
  public Predictions {
    if (columns < 1 || outputs.length % columns != 0) {
      throw new IllegalArgumentException(
          outputs.length + " outputs do not make rows of " + columns);
    }
  }

  /** Number of records. */
  public int records() {
    return outputs.length / columns;
  }

  /** One figure a record (a group, for ranking): see {@link Metrics#perRecord}. */
  public double[] perRecord(Task task) {
    return Metrics.perRecord(task, this);
  }

  /**
   * Column of the largest output of a record, the first among equals; -1 where an output is not a
   * number.
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

  float at(int record, int column) {
    return outputs[record * columns + column];
  }

  /** Labels as class numbers, one a record. */
  int[] classes() {
    double[] targets = targets();
    if (targets.length != records()) {
      throw new DataException(
          "there are "
              + targets.length
              + " labels for "
              + records()
              + " records; classification needs one class number a record");
    }
    return Arrays.stream(targets).mapToInt(t -> (int) t).toArray();
  }

  /** Labels as numbers, in the layout of the labels. */
  double[] targets() {
    if (labels == null) {
      throw new DataException(
          "the data has no labels; add them, or compare two models by their agreement");
    }
    if (labels.type() != DType.FLOAT) {
      return Arrays.stream(labels.longs()).asDoubleStream().toArray();
    }
    double[] out = new double[labels.size()];
    float[] values = labels.floats();
    Arrays.setAll(out, i -> values[i]);
    return out;
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
