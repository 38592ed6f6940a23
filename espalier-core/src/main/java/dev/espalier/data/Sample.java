package dev.espalier.data;

import dev.espalier.model.Tensor;
import dev.espalier.task.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A seeded choice of records held in memory, whole ranking groups together.
 *
 * @param all the records
 */
public record Sample(Batch all) implements Dataset {
  /**
   * At most {@code most} records, but at least one group.
   *
   * @param data records to draw from
   * @param task says how many records are judged together
   * @param most number of records
   * @param seed by which they are drawn
   * @return the records, whole groups of them
   */
  public static Sample of(Dataset data, Task task, int most, long seed) {
    int group = Math.max(1, task.groupSize());
    int[] groups =
        Rows.shuffled(data.size() / group, seed).limit(Math.max(1, most / group)).numbers();
    int[] sorted = groups.clone();
    Arrays.sort(sorted);
    return new Sample(
        data.batch(
            Arrays.stream(sorted)
                .flatMap(g -> IntStream.range(g * group, (g + 1) * group))
                .toArray()));
  }

  /**
   * {@return the first records of this sample, by whole groups}
   *
   * @param task says how many records are judged together
   * @param most number of records
   */
  public Sample first(Task task, int most) {
    int group = Math.max(1, task.groupSize());
    int n = Math.min(size(), Math.max(1, most / group) * group);
    return new Sample(batch(Rows.all(n).numbers()));
  }

  /**
   * {@return the same records with other contents of one input}
   *
   * @param input its name
   * @param values one a record along axis 0
   */
  public Sample with(String input, Tensor values) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(all.inputs());
    inputs.put(input, values);
    return new Sample(new Batch(inputs, all.labels(), all.size()));
  }

  /**
   * {@return the contents of one input}
   *
   * @param name of the input
   */
  public Tensor input(String name) {
    return Objects.requireNonNull(all.inputs().get(name));
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public Batch batch(int[] rows) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    all.inputs().forEach((name, tensor) -> inputs.put(name, tensor.select(0, rows)));
    @Nullable Tensor labels = all.labels();
    return new Batch(inputs, labels == null ? null : labels.select(0, rows), rows.length);
  }
}
