package dev.espalier.study;

import dev.espalier.data.Elements;
import dev.espalier.data.Layout;
import dev.espalier.data.Sample;
import dev.espalier.model.Tensor;
import dev.espalier.record.TaskProfile.Probe;
import dev.espalier.task.LabelForm;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * How far a linear model on raw inputs gets: ridge regression on standardised numbers, or on the
 * counts of hashed ids for tokens and ids. What it already reaches needs no network.
 */
final class LinearProbe {
  /** Records where features are few, and where they are many: the solution is cubic in either. */
  private static final int MOST = 4000;

  private static final int MOST_WIDE = 1000;
  private static final int WIDE = 512;
  private static final int BUCKETS = 512;

  private final Layout layout;
  private final Task task;
  private double[] mean = {};
  private double[] deviation = {};

  LinearProbe(Layout layout, Task task) {
    this.layout = layout;
    this.task = task;
  }

  private boolean counted() {
    return layout.kind() == Layout.Kind.TOKENS || layout.kind() == Layout.Kind.IDS;
  }

  /** How many training records it takes. */
  int records() {
    return (counted() ? BUCKETS : layout.elements()) > WIDE ? MOST_WIDE : MOST;
  }

  /**
   * Trains on one sample, and is judged on another; nothing where outputs are not what labels are,
   * and with several tasks, which have no common yardstick.
   */
  Probe judge(@Nullable Sample train, Sample gate) {
    if (train == null
        || !task.kind().direct()
        || train.all().labels() == null
        || gate.all().labels() == null) {
      return new Probe(Double.NaN, 0, 0);
    }
    double[][] x = inputs(train);
    standardise(x);
    double[][] seen = inputs(gate);
    apply(seen);
    Ridge ridge = Ridge.fit(x, targets(train));
    float[] outputs = new float[0];
    int columns = 0;
    for (int r = 0; r < seen.length; r++) {
      double[] y = ridge.predict(seen[r]);
      if (r == 0) {
        columns = y.length;
        outputs = new float[seen.length * columns];
      }
      for (int c = 0; c < columns; c++) {
        boolean half = task.kind().labels() == LabelForm.YES_NO;
        outputs[r * columns + c] = (float) (y[c] - (half ? 0.5 : 0));
      }
    }
    Predictions predictions = new Predictions(outputs, columns, gate.all().labels());
    return new Probe(task.value(predictions), x.length, x[0].length);
  }

  private double[][] inputs(Sample sample) {
    float[] values = layout.values(sample.all());
    int each = layout.elements();
    double[][] x = new double[sample.size()][counted() ? BUCKETS : each];
    for (int r = 0; r < x.length; r++) {
      for (int i = 0; i < each; i++) {
        float v = values[r * each + i];
        if (counted()) {
          int salt = layout.kind() == Layout.Kind.IDS ? i * 0x9E3779B9 : 0;
          x[r][Math.floorMod(((int) v + salt) * 0x85EBCA6B >> 7, BUCKETS)]++;
        } else {
          x[r][i] = v;
        }
      }
    }
    return x;
  }

  private void standardise(double[][] x) {
    int width = x[0].length;
    mean = new double[width];
    deviation = new double[width];
    for (int f = 0; f < width; f++) {
      Moments moments = new Moments();
      for (double[] row : x) {
        moments.add(row[f]);
      }
      mean[f] = moments.mean();
      deviation[f] = counted() || !(moments.deviation() > 0) ? 1 : moments.deviation();
    }
    apply(x);
  }

  private void apply(double[][] x) {
    for (double[] row : x) {
      for (int f = 0; f < row.length; f++) {
        double v = (row[f] - mean[f]) / deviation[f];
        row[f] = Double.isFinite(v) ? v : 0;
      }
    }
  }

  private double[][] targets(Sample sample) {
    Tensor labels = java.util.Objects.requireNonNull(sample.all().labels());
    float[] values = Elements.of(labels);
    int n = sample.size();
    if (!task.classed()) {
      double[][] y = new double[n][values.length / n];
      for (int i = 0; i < values.length; i++) {
        y[i / y[0].length][i % y[0].length] = values[i];
      }
      return y;
    }
    int classes = Math.max(2, task.classes());
    for (float v : values) {
      classes = Math.max(classes, (int) v + 1);
    }
    double[][] y = new double[n][classes];
    for (int i = 0; i < n; i++) {
      y[i][(int) values[i]] = 1;
    }
    return y;
  }
}
