package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.quality.PairedDrop;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures of masks, counted by hand. */
class SegmentationTest {
  /** Two pictures of four pixels; the last pixel of the second counts for nothing. */
  private static final float[] LABELS = {0, 1, 1, 2, 0, 0, 1, -1};

  private static final int[] SAID = {0, 1, 2, 2, 1, 0, 1, 0};
  private static final int PIXELS = 4;

  private static Task task(PixelForm form, String metric, int classes) {
    return new Task(TaskKinds.segmentation(true, form), metric, classes, 1);
  }

  /** Scores that are surest of these classes, by two. */
  private static Predictions said(PixelForm form, int classes, int[] answers) {
    int records = answers.length / PIXELS;
    boolean one = form == PixelForm.ONE_SCORE;
    int columns = PIXELS * (one ? 1 : classes);
    float[] scores = new float[records * columns];
    for (int i = 0; i < answers.length; i++) {
      int at = i / PIXELS * columns;
      int p = i % PIXELS;
      switch (form) {
        case ONE_SCORE -> scores[at + p] = answers[i] == 1 ? 1 : -1;
        case CLASSES_FIRST -> scores[at + answers[i] * PIXELS + p] = 2;
        case CLASSES_LAST -> scores[at + p * classes + answers[i]] = 2;
      }
    }
    return new Predictions(scores, columns, Tensor.floats(LABELS, records, PIXELS));
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSES_FIRST", "CLASSES_LAST"})
  void figuresByHand(PixelForm form) {
    Predictions predictions = said(form, 3, SAID);
    Map<String, Double> figures = task(form, "iou", 3).figures(predictions);
    // Class 0: 2 right of 3 in either; 1: 2 of 4; 2: 1 of 2.
    assertEquals((2 / 3.0 + 2 / 4.0 + 1 / 2.0) / 3, figures.get("iou"), 1e-12);
    assertEquals((4 / 5.0 + 4 / 6.0 + 2 / 3.0) / 3, figures.get("dice"), 1e-12);
    assertEquals(5 / 7.0, figures.get("accuracy"), 1e-12);
    assertFalse(figures.containsKey("auc"));
    assertArrayEquals(
        new double[] {(1 + 0.5 + 0.5) / 3, (0.5 + 0.5) / 2},
        task(form, "iou", 3).perRecord(predictions),
        1e-12);
    assertArrayEquals(
        new double[] {2 / 3.0, 0.5, 0.5}, task(form, "iou", 3).recalls(predictions), 1e-12);
    Task task = task(form, "accuracy", 3);
    assertArrayEquals(new long[] {3, 3, 1}, task.kind().classCounts(task, predictions));
    assertEquals(3 / 7.0, task.chance(predictions), 1e-12);
    assertEquals(3 / 7.0 / 3, task(form, "iou", 3).chance(predictions), 1e-12);
  }

  @Test
  void oneScoreIsOfClassOne() {
    float[] labels = {0, 1, 1, 1, 0, 0, 1, -1};
    float[] logits = {-1, 2, -0.5f, 3, 0.5f, -2, 1, 9};
    Predictions predictions = new Predictions(logits, PIXELS, Tensor.floats(labels, 2, PIXELS));
    Task task = task(PixelForm.ONE_SCORE, "iou", 2);
    Map<String, Double> figures = task.figures(predictions);
    assertEquals(3 / 5.0, figures.get("iou"), 1e-12);
    assertEquals(6 / 8.0, figures.get("dice"), 1e-12);
    assertEquals(5 / 7.0, figures.get("accuracy"), 1e-12);
    // 12 pairs of a pixel of class 1 above one of class 0, all but (-0.5, 0.5).
    assertEquals(11 / 12.0, figures.get("auc"), 1e-12);
    float[] sure = new float[logits.length];
    for (int i = 0; i < sure.length; i++) {
      sure[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    Predictions sigmoid = new Predictions(sure, PIXELS, Tensor.floats(labels, 2, PIXELS));
    assertEquals(figures, task.figures(sigmoid));
    assertArrayEquals(task.losses(predictions, predictions), task.losses(sigmoid, sigmoid), 1e-5);
  }

  @Test
  void theAreaOfManyPixelsIsTheExactOneToThreeDigits() {
    SplittableRandom random = new SplittableRandom(3);
    int many = 20_000;
    float[] scores = new float[many];
    float[] labels = new float[many];
    double[] exact = new double[many];
    int[] classes = new int[many];
    for (int i = 0; i < many; i++) {
      classes[i] = random.nextInt(10) == 0 ? 1 : 0;
      labels[i] = classes[i];
      scores[i] = (float) (classes[i] + random.nextGaussian());
      exact[i] = scores[i];
    }
    Predictions predictions = new Predictions(scores, many / 4, Tensor.floats(labels, 4, many / 4));
    double area = new Auc(classes, exact).over(Averages.all(many));
    Task task = task(PixelForm.ONE_SCORE, "auc", 2);
    assertEquals(area, task.value(predictions), 1e-4);
    assertEquals(area, task.statistic(predictions).over(Averages.all(4)), 1e-4);
  }

  @Test
  void whatIsNowhereAndIsAnsweredNowhereIsRight() {
    Predictions none = new Predictions(new float[] {-1, -1}, 2, Tensor.floats(new float[2], 1, 2));
    assertEquals(1, task(PixelForm.ONE_SCORE, "iou", 2).value(none));
  }

  @Test
  void aDropHasItsIntervalByDrawingImages() {
    PixelForm form = PixelForm.CLASSES_FIRST;
    Predictions right = said(form, 3, new int[] {0, 1, 1, 2, 0, 0, 1, 1});
    PairedDrop drop = PairedDrop.of(task(form, "iou", 3), right, said(form, 3, SAID), 0.95);
    assertEquals(1 - (2 / 3.0 + 2 / 4.0 + 1 / 2.0) / 3, drop.drop(), 1e-12);
    assertEquals(2, drop.records());
    assertTrue(drop.low() > 0.3 && drop.high() <= 0.5 + 1e-12, drop.toString());
  }

  @Test
  void withoutMasksTheOriginalJudges() {
    PixelForm form = PixelForm.CLASSES_FIRST;
    Task task = new Task(TaskKinds.segmentation(false, form), Task.AGREEMENT, 3, 1);
    float[] counted = {0, 0, 0, 0, 0, 0, 0, -1};
    Predictions original =
        new Predictions(
            said(form, 3, new int[] {0, 1, 1, 2, 0, 0, 1, 1}).outputs(),
            12,
            Tensor.floats(counted, 2, PIXELS));
    Predictions other =
        new Predictions(said(form, 3, SAID).outputs(), 12, Tensor.floats(counted, 2, PIXELS));
    assertTrue(task.unlabelled() && task.taught() && task.figures(original).isEmpty());
    assertEquals(
        (2 / 3.0 + 2 / 4.0 + 1 / 2.0) / 3,
        task.agreements(original, other).over(new int[] {0, 1}),
        1e-12);
    assertArrayEquals(new double[] {2 / 3.0, 0.5}, task.agreement(original, other), 1e-12);
    assertArrayEquals(new double[2], task.losses(original, original), 1e-12);
    assertTrue(task.losses(other, original)[0] > 0.1);
    assertEquals(List.of(Task.AGREEMENT), task.kind().metrics(3));
  }

  @Test
  void masksAreTheSurestClasses() {
    Segmentation kind = new Segmentation(true, PixelForm.CLASSES_LAST);
    Predictions predictions = said(PixelForm.CLASSES_LAST, 3, SAID);
    int[] second = kind.masks(task(PixelForm.CLASSES_LAST, "iou", 3), predictions).apply(1);
    assertArrayEquals(Arrays.copyOfRange(SAID, 4, 8), second);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Predictions predictions = said(PixelForm.CLASSES_FIRST, 3, SAID);
    String pixels =
        assertThrows(
                DataException.class, () -> task(PixelForm.ONE_SCORE, "iou", 2).figures(predictions))
            .getMessage();
    assertTrue(pixels.contains("12 pixels") && pixels.contains("labels for 4"), pixels);
    assertTrue(pixels.contains("resize"), pixels);
    String classes =
        assertThrows(
                DataException.class,
                () -> task(PixelForm.CLASSES_FIRST, "iou", 5).figures(predictions))
            .getMessage();
    assertTrue(classes.contains("5 classes do not divide"), classes);
  }
}
