package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.task.PixelForm;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.torch.op.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loss of pixels against the same distances in plain Java. */
class CrossEntropyDiceTest {
  private static final int RECORDS = 2;
  private static final int PIXELS = 6;

  /** As many pixels count in each picture, so that the mean over pixels is that over pictures. */
  private static final float[] LABELS = {0, 1, -1, 1, 0, 0, 0, 0, 0, 0, 1, -1};

  @BeforeAll
  static void start() {
    Libtorch.start(1, 1);
  }

  private static Task task(PixelForm form, boolean told) {
    String metric = told ? "iou" : Task.AGREEMENT;
    return new Task(TaskKinds.segmentation(told, form), metric, classes(form), 1);
  }

  private static int classes(PixelForm form) {
    return form == PixelForm.ONE_SCORE ? 2 : 3;
  }

  private static float[] drawn(PixelForm form, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int scores = form == PixelForm.ONE_SCORE ? 1 : 3;
    float[] values = new float[RECORDS * PIXELS * scores];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian(0, 2);
    }
    return values;
  }

  private static org.bytedeco.pytorch.Tensor tensor(float[] values) {
    return Tensors.copyOf(Tensor.floats(values, RECORDS, values.length / RECORDS));
  }

  private static Predictions said(float[] values) {
    return new Predictions(values, values.length / RECORDS, Tensor.floats(LABELS, RECORDS, PIXELS));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void masksCountWhereTheyAreNotNegative(PixelForm form) {
    float[] values = drawn(form, 1);
    Task task = task(form, true);
    double loss = TaskLosses.of(task).labels(List.of(tensor(values)), tensor(LABELS)).item_double();
    assertEquals(mean(task.losses(said(values), said(values))), loss, 1e-5);
    float[] none = new float[LABELS.length];
    Arrays.fill(none, -1);
    assertEquals(
        0, TaskLosses.of(task).labels(List.of(tensor(values)), tensor(none)).item_double(), 1e-6);
  }

  @ParameterizedTest
  @EnumSource
  void theTeacherCountsAtTheSamePixels(PixelForm form) {
    float[] student = drawn(form, 1);
    float[] teacher = drawn(form, 2);
    Task task = task(form, false);
    TaskLoss loss = TaskLosses.of(task);
    double distance =
        loss.teacher(List.of(tensor(student)), List.of(tensor(teacher)), 1, tensor(LABELS))
            .item_double();
    assertEquals(mean(task.losses(said(student), said(teacher))), distance, 1e-5);
    double soft =
        loss.teacher(List.of(tensor(student)), List.of(tensor(teacher)), 4, tensor(LABELS))
            .item_double();
    assertTrue(soft > 0 && Math.abs(soft - distance) > 1e-3);
    assertTrue(!loss.judged() && TaskLosses.of(task(form, true)).judged());
  }

  @Test
  void otherNumbersOfPixelsAreRefused() {
    PixelForm form = PixelForm.CLASSES_FIRST;
    assertThrows(
        DataException.class,
        () ->
            TaskLosses.of(task(form, true))
                .labels(List.of(tensor(drawn(form, 1))), tensor(new float[RECORDS])));
  }
}
