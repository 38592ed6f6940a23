package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.quality.PairedDrop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of tags, counted by hand. */
class TaggingTest {
  private static final List<String> TAGS = List.of("B-LOC", "B-PER", "I-LOC", "I-PER", "O");
  private static final int PLACES = 5;

  private static Task task(String metric) {
    return new Task(TaskKinds.tagging(true, TAGS), metric, TAGS.size(), 1);
  }

  /** Scores that are surest of these tags, by two. */
  private static Predictions said(float[] labels, String... records) {
    float[] scores = new float[records.length * PLACES * TAGS.size()];
    int at = 0;
    for (String record : records) {
      for (String tag : record.split(" ")) {
        scores[at * TAGS.size() + TAGS.indexOf(tag)] = 2;
        at++;
      }
    }
    return new Predictions(
        scores,
        PLACES * TAGS.size(),
        labels == null ? null : Tensor.floats(labels, records.length, PLACES));
  }

  /** B-PER I-PER O B-LOC, and O B-LOC I-LOC O; the last place of each counts for nothing. */
  private static final float[] LABELS = {1, 3, 4, 0, -1, 4, 0, 2, 4, -1};

  private static final Predictions ONE =
      said(LABELS, "B-PER I-PER O B-PER B-LOC", "O B-LOC O O B-LOC");

  @Test
  void figuresByHand() {
    Map<String, Double> figures = task("span-f1").figures(ONE);
    // Right: PER 0-1. Labelled besides: LOC 3, LOC 1-2. Answered besides: PER 3, LOC 1.
    assertEquals(1 / 3.0, figures.get("span-f1"), 1e-12);
    assertEquals(1 / 3.0, figures.get("span-precision"), 1e-12);
    assertEquals(1 / 3.0, figures.get("span-recall"), 1e-12);
    assertEquals(6 / 8.0, figures.get("token-accuracy"), 1e-12);
    double wrong = Math.log(Math.exp(2) + 4);
    double sure = wrong - 2;
    assertEquals((6 * sure + 2 * wrong) / 8, figures.get("loss"), 1e-6);
    assertArrayEquals(new double[] {0.5, 0}, task("span-f1").perRecord(ONE), 1e-12);
    assertArrayEquals(new double[] {0.75, 0.75}, task("token-accuracy").perRecord(ONE), 1e-12);
    assertEquals(0.5, task("span-f1").statistic(ONE).over(new int[] {0, 0}), 1e-12);
  }

  @Test
  void eachTagHasItsRecall() {
    assertArrayEquals(new double[] {0.5, 1, 0, 1, 1}, task("span-f1").recalls(ONE), 1e-12);
    assertArrayEquals(
        new long[] {2, 1, 1, 1, 3}, task("span-f1").kind().classCounts(task("span-f1"), ONE));
    assertEquals(3 / 8.0, task("token-accuracy").chance(ONE), 1e-12);
  }

  @Test
  void aDropHasItsIntervalByDrawingRecords() {
    Predictions right = said(LABELS, "B-PER I-PER O B-LOC O", "O B-LOC I-LOC O O");
    PairedDrop drop = PairedDrop.of(task("span-f1"), right, ONE, 0.95);
    assertEquals(2 / 3.0, drop.drop(), 1e-12);
    assertEquals(0.5, drop.low(), 1e-12);
    assertEquals(1, drop.high(), 1e-12);
  }

  @Test
  void withoutTagsTheOriginalJudges() {
    Task task = new Task(TaskKinds.tagging(false, TAGS), Task.AGREEMENT, TAGS.size(), 1);
    assertTrue(task.unlabelled() && task.taught() && task.figures(ONE).isEmpty());
    float[] counted = {0, 0, 0, 0, -1, 0, 0, -1, -1, -1};
    Predictions original = said(counted, "B-PER I-PER O B-LOC O", "O B-LOC I-LOC O O");
    Predictions other = said(counted, "B-PER I-PER O B-PER B-LOC", "O B-LOC O O B-LOC");
    assertArrayEquals(new double[] {0.75, 1}, task.agreement(original, other), 1e-12);
    assertEquals(5 / 6.0, task.agreements(original, other).over(new int[] {0, 1}), 1e-12);
    assertArrayEquals(new double[2], task.losses(original, original), 1e-12);
    assertTrue(task.losses(other, original)[0] > 0.1);
  }

  @Test
  void tagsThatMarkNoSpansAreCountedByWord() {
    assertEquals(
        "token-accuracy", TaskKinds.tagging(true, List.of("NOUN", "VERB")).metrics(2).get(0));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    String labels =
        assertThrows(
                DataException.class,
                () ->
                    task("span-f1")
                        .figures(
                            new Predictions(
                                ONE.outputs(),
                                PLACES * TAGS.size(),
                                Tensor.floats(new float[6], 2, 3))))
            .getMessage();
    assertTrue(labels.contains("5 tokens") && labels.contains("labels for 3"), labels);
    String classes =
        assertThrows(
                DataException.class,
                () -> new Task(TaskKinds.tagging(true, TAGS), "span-f1", 4, 1).figures(ONE))
            .getMessage();
    assertTrue(classes.contains("4 classes do not divide"), classes);
  }
}
