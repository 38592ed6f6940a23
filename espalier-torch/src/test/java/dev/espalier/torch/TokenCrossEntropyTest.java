package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.torch.op.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The loss of tokens against the same distances in plain Java. */
class TokenCrossEntropyTest {
  private static final int RECORDS = 3;
  private static final int TOKENS = 4;
  private static final int CLASSES = 5;

  /** Of one record nothing counts. */
  private static final float[] LABELS = {0, 4, -1, 2, 3, -1, -1, -1, -1, -1, -1, -1};

  @BeforeAll
  static void start() {
    Libtorch.start(1, 1);
  }

  private static Task task(boolean told) {
    return new Task(
        TaskKinds.tagging(told, List.of("a", "b", "c", "d", "e")),
        told ? "token-accuracy" : Task.AGREEMENT,
        CLASSES,
        1);
  }

  private static float[] drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[RECORDS * TOKENS * CLASSES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian(0, 2);
    }
    return values;
  }

  private static org.bytedeco.pytorch.Tensor tensor(float[] values) {
    return Tensors.copyOf(Tensor.floats(values, RECORDS, values.length / RECORDS));
  }

  private static Predictions said(float[] values) {
    return new Predictions(values, TOKENS * CLASSES, Tensor.floats(LABELS, RECORDS, TOKENS));
  }

  /** Over the four tokens that count, of the means by record. */
  private static double mean(double[] byRecord) {
    return (3 * byRecord[0] + byRecord[1]) / 4;
  }

  @Test
  void labelsCountWhereTheyAreNotNegative() {
    float[] values = drawn(1);
    double loss =
        TaskLosses.of(task(true)).labels(List.of(tensor(values)), tensor(LABELS)).item_double();
    assertEquals(task(true).figures(said(values)).get("loss"), loss, 1e-5);
    assertEquals(mean(task(true).losses(said(values), said(values))), loss, 1e-5);
    float[] none = new float[LABELS.length];
    Arrays.fill(none, -1);
    assertEquals(
        0, TaskLosses.of(task(true)).labels(List.of(tensor(values)), tensor(none)).item_double());
  }

  @Test
  void theTeacherCountsAtTheSameTokens() {
    float[] student = drawn(1);
    float[] teacher = drawn(2);
    TaskLoss loss = TaskLosses.of(task(false));
    double distance =
        loss.teacher(List.of(tensor(student)), List.of(tensor(teacher)), 1, tensor(LABELS))
            .item_double();
    assertEquals(mean(task(false).losses(said(student), said(teacher))), distance, 1e-5);
    double soft =
        loss.teacher(List.of(tensor(student)), List.of(tensor(teacher)), 4, tensor(LABELS))
            .item_double();
    assertTrue(soft > 0 && Math.abs(soft - distance) > 1e-3);
    assertTrue(!loss.judged() && TaskLosses.of(task(true)).judged());
  }

  @Test
  void otherNumbersOfLabelsAreRefused() {
    assertThrows(
        DataException.class,
        () ->
            TaskLosses.of(task(true))
                .labels(List.of(tensor(drawn(1))), tensor(new float[RECORDS])));
  }
}
