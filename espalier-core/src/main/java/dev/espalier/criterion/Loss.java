package dev.espalier.criterion;

import dev.espalier.data.Task;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Predictions;
import dev.espalier.ort.RecordLosses;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How wrong a model's outputs are, for comparing the same model with and without a unit. */
final class Loss {
  private Loss() {}

  /**
   * Mean over the records of cross-entropy (classification), binary cross-entropy (multi-label,
   * ranking) or squared error (regression); without labels the squared distance to {@code whole},
   * the outputs of the whole model.
   */
  static double mean(Task task, Tensor output, @Nullable Tensor labels, Tensor whole) {
    int columns = output.size() / output.dims()[0];
    double[] losses =
        RecordLosses.of(
            task,
            new Predictions(output.floats(), columns, labels),
            new Predictions(whole.floats(), columns, null));
    return Arrays.stream(losses).sum() / losses.length;
  }
}
