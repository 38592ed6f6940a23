package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitMarkTest {
  private final Model plain =
      new Model(
          new Graph("g", List.of(), Map.of(), List.of(), List.of(), List.of()),
          8,
          Map.of("", 17L),
          Map.of(),
          new byte[0]);

  @Test
  void theSameSplitsPass() {
    assertDoesNotThrow(() -> SplitMark.check(plain, splits("a"), "m.onnx"));
    assertDoesNotThrow(
        () -> SplitMark.check(SplitMark.put(plain, splits("a")), splits("a"), "m.onnx"));
  }

  @Test
  void otherSplitsAreRefusedWithARemedy() {
    Model marked = SplitMark.put(plain, splits("a"));
    DataException refused =
        assertThrows(DataException.class, () -> SplitMark.check(marked, splits("b"), "m.onnx"));
    assertTrue(refused.getMessage().startsWith("m.onnx was trained with other splits (a)"));
    assertTrue(refused.getMessage().contains("Use the DATA file that it was trained with"));
  }

  private static Splits splits(String hash) {
    Task task = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);
    return new Splits(task, null, null, null, true, hash, hash, List.of(), List.of(), "data");
  }
}
