package dev.espalier.study;

import dev.espalier.data.Layout;
import dev.espalier.data.Sample;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.record.DataProfile.Importance;
import dev.espalier.task.Task;
import dev.espalier.tune.InputGradients;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Importance of parts of the input by the mean absolute gradient of the loss over records and the
 * part's elements. Cost: one backward pass over the sample.
 *
 * <p>Source: Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, ICLR workshop
 * 2014.
 */
final class GradientMap {
  private static final int BATCH = 64;

  private GradientMap() {}

  /**
   * One figure a part for each way of taking the input apart; empty for inputs that are no floats,
   * and without labels that teach.
   */
  static List<Importance> of(
      InputGradients port, Model model, Layout layout, Task task, @Nullable Sample sample) {
    if (sample == null
        || task.taught()
        || sample.all().labels() == null
        || !sample.input(layout.inputs().get(0)).type().floating()) {
      return List.of();
    }
    String input = layout.inputs().get(0);
    double[] sums = new double[layout.elements()];
    port.eachInput(
        model,
        sample,
        task,
        BATCH,
        gradients -> {
          Tensor gradient = gradients.get(input);
          float[] values = gradient == null ? new float[0] : gradient.floats();
          for (int i = 0; i < values.length; i++) {
            sums[i % sums.length] += Math.abs(values[i]);
          }
        });
    return new Parting(layout)
        .importance().stream().map(parts -> mean(parts, sums, sample.size())).toList();
  }

  private static Importance mean(InputParts parts, double[] sums, int records) {
    double[] total = new double[parts.count()];
    for (int i = 0; i < sums.length; i++) {
      total[parts.partOf()[i]] += sums[i];
    }
    int[] sizes = parts.sizes();
    List<Double> values = new ArrayList<>();
    for (int p = 0; p < total.length; p++) {
      values.add(total[p] / sizes[p] / records);
    }
    return new Importance(
        "gradient", parts.what(), parts.rows(), parts.names(), values, List.of(), records);
  }
}
