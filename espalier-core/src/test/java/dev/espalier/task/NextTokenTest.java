package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Tensor;
import dev.espalier.quality.Chance;
import dev.espalier.quality.PairedDrop;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of texts, counted by hand. */
class NextTokenTest {
  private static final int TOKENS = 4;

  /** Two texts of three places; two places count in the first, one in the second. */
  private static final float[] NEXT = {1, 2, -1, 3, -1, -1};

  /** Probabilities of four tokens at each place. */
  private static final float[] SHARES = {
    0.1f, 0.5f, 0.2f, 0.2f, 0.4f, 0.3f, 0.2f, 0.1f, 1, 0, 0, 0, //
    0.25f, 0.25f, 0.25f, 0.25f, 0, 1, 0, 0, 0, 0, 1, 0
  };

  private static Task task(String metric) {
    return new Task(TaskKinds.nextToken(TOKENS), metric, TOKENS, 1);
  }

  private static Predictions said(float... shares) {
    return new Predictions(shares, 3 * TOKENS, Tensor.floats(NEXT, 2, 3));
  }

  private static float[] logits(float offset) {
    float[] logits = new float[SHARES.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(Math.max(SHARES[i], 1e-9f)) + offset;
    }
    return logits;
  }

  @Test
  void figuresByHand() {
    double loss = -(Math.log(0.5) + Math.log(0.2) + Math.log(0.25)) / 3;
    Map<String, Double> figures = task("perplexity").figures(said(SHARES));
    assertEquals(loss, figures.get("loss"), 1e-6);
    assertEquals(Math.exp(loss), figures.get("perplexity"), 1e-6);
    assertEquals(1 / 3.0, figures.get("next-token-accuracy"), 1e-12);
    assertEquals(loss, task("loss").figures(said(logits(7))).get("loss"), 1e-5);
    assertArrayEquals(
        new double[] {-(Math.log(0.5) + Math.log(0.2)) / 2, -Math.log(0.25)},
        task("perplexity").perRecord(said(SHARES)),
        1e-6);
  }

  @Test
  void howManyTokensThereAreIsSeenFromTheTexts() {
    Task open = new Task(TaskKinds.nextToken(0), "perplexity", 0, 1);
    assertEquals(
        task("perplexity").figures(said(SHARES)), open.figures(said(SHARES)), "same figures");
  }

  @Test
  void aDropInPerplexityIsItsGrowth() {
    float[] worse = SHARES.clone();
    worse[1] = 0.25f;
    worse[2] = 0.45f;
    PairedDrop drop = PairedDrop.of(task("perplexity"), said(SHARES), said(worse), 0.95);
    assertEquals(Math.exp(Math.log(2) / 3) - 1, drop.drop(), 1e-6);
    assertTrue(drop.low() <= drop.drop() && drop.drop() <= drop.high());
    assertFalse(task("perplexity").higherIsBetter());
    assertFalse(task("loss").higherIsBetter());
    assertTrue(task("next-token-accuracy").higherIsBetter());
    assertEquals(0, PairedDrop.of(task("loss"), said(SHARES), said(SHARES), 0.95).drop());
  }

  @Test
  void theBestTokenIsComparedWithTheOriginals() {
    float[] other = SHARES.clone();
    other[4] = 0.1f;
    other[7] = 0.4f;
    assertEquals(
        Map.of("best-token", 2 / 3.0),
        TaskKinds.nextToken(TOKENS).nearness(said(SHARES), said(other)));
    assertArrayEquals(
        new double[] {0.5, 1}, task("agreement").agreement(said(SHARES), said(other)), 1e-12);
  }

  @Test
  void chanceKnowsHowCommonTokensAre() {
    assertEquals(3, task("perplexity").chance(said(SHARES)), 1e-9);
    assertEquals(Math.log(3), task("loss").chance(said(SHARES)), 1e-9);
    assertTrue(Chance.near(task("perplexity"), said(new float[SHARES.length])));
  }
}
