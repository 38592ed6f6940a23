package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Sentences;
import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.quality.PairedDrop;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Vectors, their cosines and ranks, by hand and against SciPy. */
class EmbeddingTest {
  private static final Tensor TOKENS =
      Tensor.floats(new float[] {3, 0, 1, 4, 9, 9, 0, 2, 0, 4, 0, 6}, 2, 3, 2);
  private static final Map<String, Tensor> INPUTS =
      Map.of("attention_mask", Tensor.longs(new long[] {1, 1, 0, 1, 1, 1}, 2, 3));

  private static Task of(PairForm form, String metric) {
    int group = form == PairForm.NONE ? 1 : 2;
    return new Task(TaskKinds.embedding(form, Pooling.FOUND), metric, 0, group);
  }

  private static Predictions said(float[] labels, float... outputs) {
    return new Predictions(
        outputs, 2, labels == null ? null : Tensor.floats(labels, labels.length));
  }

  @Test
  void tokensAreAveragedOverTheMask() {
    Tensor mean = Pooling.of("mean raw").vectors(TOKENS, INPUTS);
    assertArrayEquals(new float[] {2, 2, 0, 4}, mean.floats());
    assertArrayEquals(
        new float[] {13 / 3f, 13 / 3f, 0, 4},
        Pooling.of("mean, raw").vectors(TOKENS, Map.of()).floats());
    assertArrayEquals(
        new float[] {3, 0, 0, 2}, Pooling.of("cls raw").vectors(TOKENS, INPUTS).floats());
    assertArrayEquals(new float[] {1, 0, 0, 1}, Pooling.of("cls").vectors(TOKENS, INPUTS).floats());
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(
        new float[] {half, half, 0, 1}, Pooling.FOUND.vectors(TOKENS, INPUTS).floats(), 1e-6f);
  }

  @Test
  void vectorsStayAsTheyAreUnlessDataSaysMore() {
    Tensor vectors = Tensor.floats(new float[] {3, 4, 0, 2}, 2, 2);
    assertSame(vectors, Pooling.FOUND.vectors(vectors, INPUTS));
    assertSame(vectors, Pooling.of("mean").vectors(vectors, INPUTS));
    assertArrayEquals(
        new float[] {0.6f, 0.8f, 0, 1}, Pooling.of("normalised").vectors(vectors, INPUTS).floats());
    assertArrayEquals(new int[] {2, 3, 2}, Pooling.of("none").vectors(TOKENS, INPUTS).dims());
    assertTrue(
        assertThrows(DataException.class, () -> Pooling.of("average"))
            .getMessage()
            .contains("mean"));
  }

  /** The value is that of scipy.stats.spearmanr([1, 0, 0.7071, 1], [5, 1, 1, 3]). */
  @Test
  void ranksAreCorrelatedWithTiesInTheirMean() {
    Task task = of(PairForm.SCORES, "spearman");
    Predictions pairs =
        said(
            new float[] {5, 5, 1, 1, 1, 1, 3, 3},
            new float[] {1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 2, 0, 1});
    // cosines 1, 0, 0.7071, 1 with scores 5, 1, 1, 3
    assertEquals(0.888888888888889, task.value(pairs), 1e-12);
    double[] each = task.perRecord(pairs);
    assertEquals(task.value(pairs), Averages.mean(4, i -> each[i]), 1e-12);
    assertEquals(task.statistic(pairs).over(new int[] {0, 1, 2, 3}), task.value(pairs), 1e-12);
    // pair 0 twice: ranks 2.5 2.5 1 of 1 1 0, and 2.5 2.5 1 of 5 5 1
    assertEquals(1, task.statistic(pairs).over(new int[] {0, 0, 1}), 1e-12);
  }

  @Test
  void aDropOfSpearmanHasAnIntervalOverPairs() {
    Task task = of(PairForm.SCORES, "spearman");
    SplittableRandom random = new SplittableRandom(1);
    int pairs = 400;
    float[] scores = new float[2 * pairs];
    float[] good = new float[4 * pairs];
    float[] poor = new float[4 * pairs];
    for (int p = 0; p < pairs; p++) {
      double angle = random.nextDouble(0, 3);
      scores[2 * p] = scores[2 * p + 1] = (float) -angle;
      turn(good, p, angle + 0.3 * random.nextGaussian());
      turn(poor, p, angle + 1.0 * random.nextGaussian());
    }
    PairedDrop drop = PairedDrop.of(task, said(scores, good), said(scores, poor), 0.95);
    assertEquals(
        task.value(said(scores, good)) - task.value(said(scores, poor)), drop.drop(), 1e-12);
    assertEquals(pairs, drop.records());
    assertTrue(0 < drop.low() && drop.low() < drop.drop() && drop.drop() < drop.high(), "" + drop);
    double error = PairedDrop.standardError(task, said(scores, good), said(scores, poor));
    assertTrue(error > 0.005 && error < 0.1, "standard error " + error);
    assertEquals(0, PairedDrop.of(task, said(scores, good), said(scores, good), 0.95).high());
  }

  private static void turn(float[] vectors, int pair, double angle) {
    vectors[4 * pair] = 1;
    vectors[4 * pair + 2] = (float) Math.cos(angle);
    vectors[4 * pair + 3] = (float) Math.sin(angle);
  }

  @Test
  void documentsAreFoundAmongTheDistinctOnes() {
    // queries at 0, 90 and 45 degrees; documents at 10, 80 and (the first again) 10 degrees
    float[] labels = {0, 0, 1, 1, 0, 0};
    Predictions pairs =
        said(
            labels,
            1,
            0,
            degrees(10, true),
            degrees(10, false),
            0,
            1,
            degrees(80, true),
            degrees(80, false),
            degrees(50, true),
            degrees(50, false),
            degrees(10, true),
            degrees(10, false));
    Task task = of(PairForm.DOCUMENTS, "mrr");
    Map<String, Double> figures = task.figures(pairs);
    assertEquals((1 + 1 + 0.5) / 3, figures.get("mrr"), 1e-12);
    assertEquals(2 / 3.0, figures.get("recall@1"), 1e-12);
    assertEquals(1, figures.get("recall@10"), 1e-12);
    assertArrayEquals(new double[] {1, 1, 0.5}, task.perRecord(pairs));
    assertArrayEquals(new double[] {1, 1, 0}, of(PairForm.DOCUMENTS, "recall@1").perRecord(pairs));
  }

  private static float degrees(double angle, boolean x) {
    return (float) (x ? Math.cos(Math.toRadians(angle)) : Math.sin(Math.toRadians(angle)));
  }

  @Test
  void withoutPairsTheCosineToTheOriginalCounts() {
    Task task = of(PairForm.NONE, Task.AGREEMENT);
    Predictions original = said(null, 1, 0, 0, 2, 3, 0);
    Predictions other = said(null, 2, 0, 1, 0, 3, 3);
    double root = Math.sqrt(0.5);
    assertTrue(task.unlabelled() && task.taught());
    assertArrayEquals(new double[] {1, 0, root}, task.agreement(original, other), 1e-9);
    Map<String, Double> near = task.kind().nearness(original, other);
    assertEquals((1 + root) / 3, near.get("cosine"), 1e-9);
    assertEquals(0, near.get("cosine-1%"), 1e-9);
    assertEquals(1 - (1 + root) / 3, PairedDrop.of(task, original, other, 0.95).drop(), 1e-9);
    double[] losses = task.losses(other, original);
    double square = (1 + 4 + 9) / 3.0;
    assertArrayEquals(
        new double[] {1 / square, 1 + 5 / square, 1 - root + 9 / square}, losses, 1e-6);
  }

  @Test
  void agreementOfPairsIsOverBothRecords() {
    Task task = of(PairForm.SCORES, Task.AGREEMENT);
    Predictions original = said(new float[] {1, 1}, 1, 0, 0, 1);
    Predictions other = said(new float[] {1, 1}, 1, 0, 1, 0);
    assertEquals(0.5, PairedDrop.of(task, original, other, 0.95).drop(), 1e-12);
  }

  @Test
  void placesBehindTheLastTokenAreLeftOut() {
    Task task = of(PairForm.NONE, Task.AGREEMENT);
    Padding padding = Padding.of(Sentences.tokens(), task);
    assertEquals(
        List.of("input_ids", "attention_mask", "token_type_ids", "position_ids"), padding.inputs());
    Tensor four = Tensor.longs(new long[] {5, 6, 0, 0, 7, 0, 0, 0}, 2, 4);
    Tensor mask = Tensor.longs(new long[] {1, 1, 0, 0, 1, 0, 0, 0}, 2, 4);
    Map<String, Tensor> kept =
        padding.leftOut(Map.of("input_ids", four, "attention_mask", mask, "token_type_ids", four));
    assertArrayEquals(new long[] {5, 6, 7, 0}, kept.get("input_ids").longs());
    assertArrayEquals(new int[] {2, 2}, kept.get("attention_mask").dims());
    Task other = new Task(TaskKinds.MATCH, Task.AGREEMENT, 0, 1);
    assertEquals("", Padding.of(Sentences.tokens(), other).mask());
    assertNotEquals("", Padding.of(Sentences.vectors(), task).mask());
  }
}
