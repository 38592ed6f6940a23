package dev.espalier.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.data.Batch;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is computed again, and what is remembered. */
class AnswerMemoryTest {
  private final AnswerMemory memory = new AnswerMemory();
  private int asked;

  @Test
  void knownRecordsInAnyOrderAreNotComputedAgain() {
    assertArrayEquals(new float[] {10, 1, 20, 2, 30, 3}, doubled(1, 2, 3).get(0).floats());
    List<Tensor> again = doubled(3, 1, 1);
    assertArrayEquals(new float[] {30, 3, 10, 1, 10, 1}, again.get(0).floats());
    assertArrayEquals(new int[] {3, 1, 2}, again.get(0).dims());
    assertArrayEquals(new float[] {-3, -1, -1}, again.get(1).floats());
    assertArrayEquals(new int[] {3}, again.get(1).dims());
    assertEquals(1, asked);
  }

  @Test
  void aNewRecordHasItsBatchComputed() {
    doubled(1, 2);
    assertArrayEquals(new float[] {20, 2, 40, 4}, doubled(2, 4).get(0).floats());
    assertEquals(2, asked);
    doubled(4, 1);
    assertEquals(2, asked);
  }

  @Test
  void equalValuesOfAnotherShapeAreOtherRecords() {
    memory.answers(batch(Tensor.floats(new float[] {1, 2}, 1, 2), 1), this::sums);
    memory.answers(batch(Tensor.floats(new float[] {1, 2}, 1, 1, 2), 1), this::sums);
    assertEquals(2, asked);
  }

  @Test
  void whatHasNoRowForEachRecordIsNotRemembered() {
    for (int i = 0; i < 2; i++) {
      memory.answers(batch(Tensor.floats(new float[] {1, 2}, 2, 1), 2), this::sums);
    }
    assertEquals(2, asked);
  }

  private List<Tensor> sums(Batch batch) {
    asked++;
    return List.of(Tensor.floats(new float[] {3}, 1));
  }

  private List<Tensor> doubled(float... records) {
    return memory.answers(
        batch(Tensor.floats(records, records.length, 1), records.length),
        batch -> {
          asked++;
          float[] first = new float[2 * records.length];
          float[] second = new float[records.length];
          for (int i = 0; i < records.length; i++) {
            first[2 * i] = 10 * records[i];
            first[2 * i + 1] = records[i];
            second[i] = -records[i];
          }
          return List.of(
              Tensor.floats(first, records.length, 1, 2), Tensor.floats(second, records.length));
        });
  }

  private static Batch batch(Tensor input, int size) {
    return new Batch(Map.of("x", input), null, size);
  }
}
