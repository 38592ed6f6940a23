package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.RowAnswer;
import dev.espalier.model.Tensor;
import dev.espalier.task.Predictions;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a predictor learns of whom to believe. */
class DifficultyTest {
  private static final int RECORDS = 3000;

  /** Sure answers are right more often; those of class 2 are wrong however sure they look. */
  @Test
  void sureAnswersAreBelievedButForAClassThatDeceives() {
    SplittableRandom random = new SplittableRandom(4);
    float[] logits = new float[RECORDS * 3];
    boolean[] as = new boolean[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      int best = random.nextInt(3);
      double height = 4 * random.nextDouble();
      logits[i * 3 + best] = (float) height;
      double chance = best == 2 ? 0.3 : 0.4 + 0.15 * height;
      as[i] = random.nextDouble() < chance;
    }
    Predictions stage = new Predictions(logits, 3, Tensor.longs(new long[RECORDS], RECORDS));
    List<Double> weights = Difficulty.fit(stage, RowAnswer.LOGITS, 1, as);
    assertEquals(6, weights.size());
    assertTrue(weights.get(5) < weights.get(3) - 1, weights.toString());
    assertTrue(weights.get(5) < weights.get(4) - 1, weights.toString());
    assertTrue(score(weights, 3) > score(weights, 0.5), weights.toString());
  }

  @Test
  void fewExamplesTeachNothing() {
    assertFalse(Difficulty.possible(new Predictions(new float[180 * 3], 3, null)));
    assertTrue(Difficulty.possible(new Predictions(new float[210 * 3], 3, null)));
  }

  /** Of an answer of class 0 with a logit of so much against two of 0. */
  private static double score(List<Double> weights, double height) {
    double p = Math.exp(height) / (Math.exp(height) + 2);
    double q = (1 - p) / 2;
    double entropy = p * Math.log(p) + 2 * q * Math.log(q);
    return weights.get(0) * Math.log(p / (1 - p))
        + weights.get(1) * (p - q)
        + weights.get(2) * entropy;
  }
}
