package dev.espalier.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.job.Examples;
import dev.espalier.model.Tensor;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final Task CLASSES = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);

  /** Each record's input is its number. */
  private record Numbered(int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] values = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        values[i] = rows[i];
      }
      return new Batch(Map.of("x", Tensor.floats(values, rows.length, 1)), null, rows.length);
    }
  }

  private static HeldOut of(int size, Task task, @Nullable Dataset gate) {
    DataRoles roles = new DataRoles("", "", "", List.of(), List.of());
    return HeldOut.of(new Examples(task, new Numbered(size), gate, new Numbered(10), roles), 1);
  }

  private static Set<Float> numbers(Dataset data) {
    Set<Float> numbers = new HashSet<>();
    int[] all = IntStream.range(0, data.size()).toArray();
    for (float v : data.batch(all).inputs().get("x").floats()) {
      numbers.add(v);
    }
    return numbers;
  }

  @Test
  void watchingExamplesAreNotLearntFrom() {
    HeldOut held = of(5000, CLASSES, null);
    Dataset watch = Objects.requireNonNull(held.watch());
    assertEquals(500, watch.size(), "a tenth");
    assertEquals(4500, held.train().size());
    Set<Float> both = numbers(watch);
    both.retainAll(numbers(held.train()));
    assertEquals(Set.of(), both);
    assertEquals(100, Objects.requireNonNull(of(500, CLASSES, null).watch()).size(), "at least");
    assertEquals(1000, Objects.requireNonNull(of(50_000, CLASSES, null).watch()).size(), "at most");
  }

  @Test
  void whereAGateJudgesAllIsLearntFrom() {
    HeldOut held = of(5000, CLASSES, new Numbered(300));
    assertNull(held.watch());
    assertEquals(5000, held.train().size());
    assertFalse(held.few());
  }

  @Test
  void fewExamplesAreCheckedInTurns() {
    HeldOut few = of(200, CLASSES, null);
    assertNull(few.watch());
    assertEquals(200, few.train().size());
    assertTrue(few.few());
    assertFalse(of(20, CLASSES, null).few(), "so few say nothing");
    assertFalse(of(200, new Task(TaskKinds.RANKING, "hr@10", 0, 10), null).few());
  }
}
