package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which examples judge, and which are kept for the end. */
class SplitRolesTest {
  private static final Dataset TRAIN = numbered(10);
  private static final Dataset TEST = numbered(12);

  /** Records whose label is their number. */
  private static Dataset numbered(int size) {
    long[] labels = IntStream.range(0, size).asLongStream().toArray();
    Numbers column = Numbers.longs(labels, size);
    return new Records(
        new Records.Stored(List.of(), column, false, List.of(), Map.of()),
        Rows.all(size).numbers(),
        Records.By.NONE,
        new DataFeeding.Augment("none", 0));
  }

  private static Splits splits(@Nullable Dataset validation, @Nullable Dataset test, int group) {
    Task task =
        new Task(group > 1 ? TaskKinds.RANKING : TaskKinds.CLASSIFICATION, "accuracy", 12, group);
    return new Splits(task, TRAIN, validation, test, true, "h", "h", List.of(), List.of(), "here");
  }

  private static long[] labels(Dataset data) {
    return data.batch(Rows.all(data.size()).numbers()).labels().longs();
  }

  @Test
  void withoutAGateTestStaysWhole() {
    SplitRoles roles = SplitRoles.forGate(splits(numbered(3), TEST, 1), false, 1);
    assertNull(roles.gate());
    assertSame(TEST, roles.finalTest());
    assertSame(TRAIN, roles.train());
    assertTrue(
        roles.description().contains("train: 10 examples, seen by the original"),
        roles.description()::toString);
  }

  @Test
  void aValidationSplitIsTheGate() {
    Dataset validation = numbered(3);
    SplitRoles roles = SplitRoles.forGate(splits(validation, TEST, 1), true, 1);
    assertSame(validation, roles.gate());
    assertSame(TEST, roles.finalTest());
  }

  @Test
  void halvesOfTestAreDisjointSeededAndComplete() {
    SplitRoles roles = SplitRoles.forGate(splits(null, TEST, 1), true, 5);
    long[] gate = labels(roles.gate());
    long[] rest = labels(roles.finalTest());
    assertEquals(6, gate.length);
    assertArrayEquals(
        labels(TEST),
        java.util.stream.LongStream.concat(
                IntStream.range(0, 6).mapToLong(i -> gate[i]), java.util.Arrays.stream(rest))
            .sorted()
            .toArray());
    assertArrayEquals(gate, labels(SplitRoles.forGate(splits(null, TEST, 1), true, 5).gate()));
  }

  @Test
  void groupsStayWhole() {
    long[] gate = labels(SplitRoles.forGate(splits(null, TEST, 4), true, 2).gate());
    assertEquals(4, gate.length);
    assertArrayEquals(new long[] {gate[0], gate[0] + 1, gate[0] + 2, gate[0] + 3}, gate);
    assertEquals(0, gate[0] % 4);
  }

  @Test
  void tooFewExamplesAreRefusedWithTheNumberNeeded() {
    SplitRoles roles = SplitRoles.forGate(splits(null, TEST, 1), true, 1);
    roles.requireEnough(0.5);
    DataException e = assertThrows(DataException.class, () -> roles.requireEnough(0.01));
    assertTrue(
        e.getMessage().contains("6 unseen") && e.getMessage().contains("300"), e.getMessage());
    assertThrows(DataException.class, () -> SplitRoles.forGate(splits(null, null, 1), true, 1));
  }
}
