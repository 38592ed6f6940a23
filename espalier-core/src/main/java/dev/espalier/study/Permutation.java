package dev.espalier.study;

import dev.espalier.data.Layout;
import dev.espalier.data.Rows;
import dev.espalier.data.Sample;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.record.DataProfile.Importance;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Importance of parts of the input by permutation: the mean rise of the loss when a part is taken
 * from another record, drawn by seed. Cost: one pass over the sample for each part.
 *
 * <p>Source: Breiman, Random Forests, Machine Learning 2001; for any model: Fisher, Rudin and
 * Dominici, JMLR 2019.
 */
final class Permutation {
  private static final int BATCH = 64;

  private final Model model;
  private final Layout layout;
  private final Task task;
  private final Sample sample;
  private final long seed;

  Permutation(Model model, Layout layout, Task task, Sample sample, long seed) {
    this.model = model;
    this.layout = layout;
    this.task = task;
    this.sample = sample;
    this.seed = seed;
  }

  Importance of(InputParts parts, Progress progress) {
    Predictions whole = predict(sample);
    double[] base = task.losses(whole, whole);
    List<Double> values = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int p = 0; p < parts.count(); p++) {
      double[] without = task.losses(predict(shuffled(parts, p)), whole);
      Moments rise = new Moments();
      for (int i = 0; i < base.length; i++) {
        rise.add(without[i] - base[i]);
      }
      values.add(rise.mean());
      errors.add(rise.deviation() / Math.sqrt(base.length));
      progress.at("shuffle " + parts.what(), p + 1, parts.count());
    }
    return new Importance(
        "permutation", parts.what(), parts.rows(), parts.names(), values, errors, sample.size());
  }

  private Predictions predict(Sample records) {
    return Evaluator.predict(
        model,
        task,
        records,
        new Evaluator.Run(BATCH, Runtime.getRuntime().availableProcessors(), Progress.NONE));
  }

  private Sample shuffled(InputParts parts, int part) {
    int[] from = Rows.shuffled(sample.size(), seed + part).numbers();
    if (layout.kind() == Layout.Kind.IDS) {
      String input = layout.inputs().get(part);
      return sample.with(input, sample.input(input).select(0, from));
    }
    String input = layout.inputs().get(0);
    Tensor own = sample.input(input);
    java.nio.ByteBuffer source = own.data();
    java.nio.ByteBuffer mixed = Tensor.allocate((int) own.byteSize());
    mixed.put(source.duplicate());
    int width = own.type().bytes();
    int each = layout.elements();
    for (int r = 0; r < from.length; r++) {
      for (int i = 0; i < each; i++) {
        if (parts.partOf()[i] == part) {
          mixed.put((r * each + i) * width, source, (from[r] * each + i) * width, width);
        }
      }
    }
    return sample.with(input, new Tensor(own.type(), own.dims(), mixed.flip()));
  }
}
