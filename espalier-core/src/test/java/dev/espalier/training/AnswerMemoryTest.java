package dev.espalier.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.data.Batch;
import dev.espalier.model.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is computed again, and what is remembered. */
class AnswerMemoryTest {
  @TempDir private Path folder;
  private AnswerMemory memory = new AnswerMemory(null);
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

  /** A worker that is told to stop while it writes must not close the file for those after it. */
  @Test
  void anInterruptedThreadLeavesTheFileOpen() {
    memory = new AnswerMemory(folder.resolve("answers.bin"));
    Thread.currentThread().interrupt();
    doubled(1, 2);
    assertEquals(true, Thread.interrupted());
    doubled(3, 4);
    memory.close();
    memory = new AnswerMemory(folder.resolve("answers.bin"));
    doubled(1, 2, 3, 4);
    assertEquals(2, asked, "all four were written");
    memory.close();
  }

  @Test
  void aFileTellsALaterProcess() {
    memory = new AnswerMemory(folder.resolve("answers.bin"));
    doubled(1, 2, 3);
    memory.close();
    memory = new AnswerMemory(folder.resolve("answers.bin"));
    assertArrayEquals(new float[] {30, 3, 10, 1}, doubled(3, 1).get(0).floats());
    assertEquals(1, asked);
    doubled(4);
    memory.close();
    memory = new AnswerMemory(folder.resolve("answers.bin"));
    List<Tensor> all = doubled(4, 2, 1, 3);
    assertArrayEquals(new float[] {-4, -2, -1, -3}, all.get(1).floats());
    assertArrayEquals(new int[] {4, 1, 2}, all.get(0).dims());
    assertEquals(2, asked);
  }

  @Test
  void whatAKillCutOffIsLeftOut() throws IOException {
    Path file = folder.resolve("answers.bin");
    memory = new AnswerMemory(file);
    doubled(1);
    long first = Files.size(file);
    doubled(2);
    memory.close();
    byte[] whole = Files.readAllBytes(file);
    for (int end = (int) first; end < whole.length; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      asked = 0;
      try (AnswerMemory again = new AnswerMemory(file)) {
        memory = again;
        doubled(1);
        assertEquals(0, asked, "cut off at " + end);
        assertEquals(first, Files.size(file));
        doubled(2);
        assertEquals(1, asked, "cut off at " + end);
      }
      assertArrayEquals(whole, Files.readAllBytes(file));
    }
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
