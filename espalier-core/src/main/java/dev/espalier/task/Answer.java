package dev.espalier.task;

import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one output of a model is to say, and how much that counts beside the others.
 *
 * @param task with the name of the output
 * @param weight share of the loss and of the common metric; those of all answers sum to 1
 * @param firstLabel where its labels begin among the columns of all labels
 * @param labels how many columns they are
 * @param classNames in order; empty where unknown
 */
public record Answer(
    Task task, double weight, int firstLabel, int labels, List<String> classNames) {
  public Answer {
    classNames = List.copyOf(classNames);
  }

  /**
   * {@return the only answer of a model: all labels are its own}
   *
   * @param task of one output
   */
  public static Answer alone(Task task) {
    return new Answer(task, 1, 0, 0, List.of());
  }

  /**
   * For a person, where there are several: the output.
   *
   * @return a name for a person
   */
  public String name() {
    return task.output();
  }

  /**
   * {@return its own of all labels of some records: class numbers as int64, targets as float32}
   *
   * @param all labels of all answers side by side; null for none
   */
  public @Nullable Tensor labels(@Nullable Tensor all) {
    if (all == null || labels == 0) {
      return all;
    }
    int records = all.dims()[0];
    int width = all.size() / Math.max(1, records);
    float[] values = all.floats();
    boolean numbers = task.classed();
    var out = Tensor.allocate(records * labels * (numbers ? 8 : 4));
    for (int r = 0; r < records; r++) {
      for (int i = 0; i < labels; i++) {
        float value = values[r * width + firstLabel + i];
        out = numbers ? out.putLong((long) value) : out.putFloat(value);
      }
    }
    int[] dims = labels == 1 ? new int[] {records} : new int[] {records, labels};
    return new Tensor(numbers ? DType.INT64 : DType.FLOAT, dims, out.flip());
  }
}
