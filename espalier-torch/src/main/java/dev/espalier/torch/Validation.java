package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.data.Task;
import dev.espalier.model.Tensor;
import dev.espalier.torch.Learner.Prepared;
import dev.espalier.torch.op.Mode;
import dev.espalier.tune.Teacher;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Judges a learner on examples that it does not learn from: accuracy for classes, else the mean loss.
 *
 * @param data the examples
 * @param task what their labels mean
 * @param teacher for data without labels; may be null where there are labels
 * @param batch records at a time
 */
record Validation(Dataset data, Task task, @Nullable Teacher teacher, int batch) {
  /** Whether {@link #measure} gives accuracy, of which more is better, and not a loss. */
  boolean accuracy() {
    return task.kind() == Task.Kind.CLASSIFICATION && (task.metric().equals("accuracy") || task.metric().equals("macro-f1"));
  }

  boolean better(double candidate, double best) {
    return Double.isNaN(best) || (accuracy() ? candidate > best : candidate < best);
  }

  /** The figure for the weights as they are now. */
  double measure(Learner learner) {
    double[] sum = new double[1];
    for (int from = 0; from < data.size(); from += batch) {
      int to = Math.min(data.size(), from + batch);
      Batch records = data.batch(Rows.all(data.size()).slice(from, to).numbers());
      Tensor taught = teacher != null && records.labels() == null ? teacher.outputs(records) : null;
      Prepared prepared = new Prepared(records, taught);
      Libtorch.withoutGradients(() -> sum[0] += records.size() * value(learner, prepared));
    }
    return sum[0] / data.size();
  }

  private double value(Learner learner, Prepared prepared) {
    if (!accuracy()) {
      return learner.loss(prepared, Losses.labels(task), Mode.EVAL).item_float();
    }
    long[] labels = prepared.batch().labels().longs();
    long[] found = classes(learner.logits(prepared.batch(), Mode.EVAL));
    int right = 0;
    for (int i = 0; i < found.length; i++) {
      right += found[i] == labels[i] ? 1 : 0;
    }
    return (double) right / found.length;
  }

  private static long[] classes(org.bytedeco.pytorch.Tensor logits) {
    org.bytedeco.pytorch.Tensor flat = logits.reshape(logits.size(0), -1);
    if (flat.size(1) == 1) {
      return dev.espalier.torch.op.Tensors.longs(torch.gt(flat, new org.bytedeco.pytorch.Scalar(0.0)));
    }
    return dev.espalier.torch.op.Tensors.longs(torch.argmax(flat, new LongOptional(1), false));
  }
}
