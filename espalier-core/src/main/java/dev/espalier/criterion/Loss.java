package dev.espalier.criterion;

import dev.espalier.data.Task;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Metrics;
import dev.espalier.ort.Predictions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How wrong a model's outputs are, for comparing the same model with and without a unit. */
final class Loss {
  private static final double TINY = 1e-7;

  private Loss() {}

  /**
   * Mean over the records of cross-entropy (classification), binary cross-entropy (multi-label,
   * ranking) or squared error (regression); without labels the squared distance to {@code whole},
   * the outputs of the whole model.
   */
  static double mean(Task task, Tensor output, @Nullable Tensor labels, Tensor whole) {
    if (labels == null || task.kind() == Task.Kind.UNLABELLED) {
      return squaredError(output.floats(), whole.floats());
    }
    Predictions predictions =
        new Predictions(output.floats(), output.size() / output.dims()[0], labels);
    return switch (task.kind()) {
      case CLASSIFICATION -> metric(task, predictions, "loss");
      case REGRESSION -> metric(task, predictions, "mse");
      default -> binaryCrossEntropy(output.floats(), labels);
    };
  }

  private static double metric(Task task, Predictions predictions, String name) {
    Map<String, Double> all = Metrics.of(task, predictions);
    Double value = all.get(name);
    if (value == null) {
      throw new IllegalStateException("no " + name + " among " + all.keySet());
    }
    return value;
  }

  private static double squaredError(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return sum / a.length;
  }

  /**
   * Outputs that all lie between 0 and 1 are taken as probabilities, others as logits; ranking
   * scores the last column.
   */
  private static double binaryCrossEntropy(float[] outputs, Tensor labels) {
    int columns = outputs.length / labels.size();
    boolean probabilities = true;
    for (float o : outputs) {
      probabilities &= o >= 0 && o <= 1;
    }
    double[] targets = targets(labels);
    double sum = 0;
    for (int i = 0; i < targets.length; i++) {
      double o = outputs[i * columns + columns - 1];
      double p = Math.min(Math.max(probabilities ? o : 1 / (1 + Math.exp(-o)), TINY), 1 - TINY);
      sum -= targets[i] * Math.log(p) + (1 - targets[i]) * Math.log(1 - p);
    }
    return sum / targets.length;
  }

  private static double[] targets(Tensor labels) {
    double[] targets = new double[labels.size()];
    boolean floats = labels.type() == dev.espalier.model.DType.FLOAT;
    float[] asFloats = floats ? labels.floats() : new float[0];
    long[] asLongs = floats ? new long[0] : labels.longs();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = floats ? asFloats[i] : asLongs[i];
    }
    return targets;
  }
}
