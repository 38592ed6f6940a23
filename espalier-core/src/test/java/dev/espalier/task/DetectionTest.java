package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.boxes.Box;
import dev.espalier.boxes.BoxDecoders;
import dev.espalier.boxes.Truth;
import dev.espalier.model.Tensor;
import dev.espalier.quality.Agreement;
import dev.espalier.quality.PairedDrop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A detector of one class with one candidate an image: right, elsewhere, or unsure. */
class DetectionTest {
  private static final int COLUMNS = 5;
  private static final float[] LABEL =
      Truth.row(List.of(new Truth(new Box(0, 0, 10, 10, 0, 1), Truth.Mark.COUNTED)), 1);

  private static Task task(boolean told) {
    TaskKind kind = new Detection(BoxDecoders.YOLOV8, told);
    return new Task(kind, kind.metrics(1).get(0), 1, 1);
  }

  /** One candidate an image with its middle so far to the right, of this score. */
  private static Predictions said(boolean told, float[] shifts, float[] scores) {
    float[] outputs = new float[COLUMNS * shifts.length];
    float[] labels = new float[Truth.WIDTH * shifts.length];
    for (int i = 0; i < shifts.length; i++) {
      float[] one = {5 + shifts[i], 5, 10, 10, scores[i]};
      System.arraycopy(one, 0, outputs, COLUMNS * i, COLUMNS);
      System.arraycopy(LABEL, 0, labels, Truth.WIDTH * i, Truth.WIDTH);
    }
    Tensor all = Tensor.floats(labels, shifts.length, Truth.WIDTH);
    return new Predictions(outputs, COLUMNS, told ? all : null);
  }

  private static final float[] SURE = {0.9f, 0.8f, 0.7f, 0.6f};

  @Test
  void figuresAreAveragePrecision() {
    Predictions predictions = said(true, new float[] {0, 0, 0, 20}, SURE);
    assertEquals(76.0 / 101, task(true).figures(predictions).get("map50"), 1e-9);
    assertArrayEquals(new double[] {76.0 / 101}, task(true).recalls(predictions), 1e-9);
    assertArrayEquals(new long[] {4}, task(true).kind().classCounts(task(true), predictions));
  }

  @Test
  void aDropHasAnIntervalOverImages() {
    Predictions original = said(true, new float[] {0, 0, 0, 0}, SURE);
    Predictions other = said(true, new float[] {0, 0, 20, 0}, SURE);
    PairedDrop drop = PairedDrop.of(task(true), original, other, 0.95);
    assertEquals(4, drop.records());
    assertTrue(drop.drop() > 0.2 && drop.low() < drop.drop() && drop.drop() < drop.high());
    assertEquals(0, PairedDrop.of(task(true), original, original, 0.95).high());
  }

  @Test
  void withoutLabelsTheOriginalsOwnBoxesCountAsRight() {
    Predictions original = said(false, new float[] {0, 20, 0, 0}, SURE);
    assertEquals(1, Agreement.of(task(false), original, original).sameAnswer());
    Predictions other = said(false, new float[] {0, 20, 20, 0}, SURE);
    double agreement = Agreement.of(task(false), original, other).sameAnswer();
    // two right ones, a wrong one, a right one: precision 1 up to a recall of 0.5, then 0.75
    assertEquals((51 + 25 * 0.75) / 101, agreement, 1e-9);
    assertEquals(1 - agreement, PairedDrop.of(task(false), original, other, 0.95).drop(), 1e-9);
    assertArrayEquals(new double[] {1, 1, 0, 1}, task(false).agreement(original, other), 1e-12);
  }

  @Test
  void anOriginalWithoutSureBoxesIsStillCompared() {
    float[] unsure = {0.01f, 0.01f, 0.01f, 0.01f};
    Predictions original = said(false, new float[4], unsure);
    assertEquals(1, Agreement.of(task(false), original, original).sameAnswer());
    Predictions sure = said(false, new float[4], SURE);
    assertEquals(0, Agreement.of(task(false), original, sure).sameAnswer());
  }

  @Test
  void lossesAreTheDistanceToTheOriginalWithLabelsToo() {
    Predictions original = said(true, new float[4], SURE);
    Predictions other = said(true, new float[] {0, 5, 0, 0}, SURE);
    double[] losses = task(true).losses(other, original);
    assertArrayEquals(new double[] {0, 0.8 * 0.5, 0, 0}, losses, 1e-5);
  }
}
