package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.RowAnswer;
import dev.espalier.model.Tensor;
import dev.espalier.task.Predictions;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How much of the answer before is taken in. */
class MixWeightsTest {
  private static final int RECORDS = 1500;
  private static final int CLASSES = 4;

  @Test
  void equalsWithErrorsOfTheirOwnCountAlike() {
    double weight =
        MixWeights.fit(List.of(logits(1, 1.2), logits(2, 1.2)), RowAnswer.LOGITS, p -> 0).get(0);
    assertEquals(0.5, weight, 0.11);
  }

  @Test
  void whoKnowsNothingIsNotHeard() {
    List<Double> weights =
        MixWeights.fit(List.of(logits(1, 50), logits(2, 0.8)), RowAnswer.LOGITS, p -> 0);
    assertEquals(List.of(0.0), weights);
  }

  @Test
  void theThirdTakesInWhatTheFirstTwoMade() {
    List<Double> weights =
        MixWeights.fit(
            List.of(logits(1, 1.2), logits(2, 1.2), logits(3, 1.2)), RowAnswer.LOGITS, p -> 0);
    assertTrue(weights.get(1) > 0.5, "two opinions against one: " + weights);
  }

  @Test
  void numbersAreMixedByTheirLoss() {
    SplittableRandom random = new SplittableRandom(3);
    float[] first = new float[RECORDS];
    float[] second = new float[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      first[i] = (float) random.nextGaussian();
      second[i] = (float) random.nextGaussian();
    }
    List<Double> weights =
        MixWeights.fit(
            List.of(new Predictions(first, 1, null), new Predictions(second, 1, null)),
            RowAnswer.VALUES,
            p -> squares(p.outputs()));
    assertEquals(0.5, weights.get(0), 0.11);
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += v * v;
    }
    return sum / values.length;
  }

  /** One for the right class, and noise on all. */
  private static Predictions logits(long seed, double noise) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] outputs = new float[RECORDS * CLASSES];
    long[] labels = new long[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      labels[i] = i % CLASSES;
      for (int c = 0; c < CLASSES; c++) {
        outputs[i * CLASSES + c] =
            (float) ((c == labels[i] ? 1 : 0) + noise * random.nextGaussian());
      }
    }
    return new Predictions(outputs, CLASSES, Tensor.longs(labels, RECORDS));
  }
}
