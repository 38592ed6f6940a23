package dev.espalier.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import org.junit.jupiter.api.Test;

class PredictedDropTest {
  private static final Task ACCURACY = MetricsTest.classes("accuracy", 2);
  private static final int ROUNDS = 400;

  /** New examples fall where they were predicted about as often as the level says. */
  @Test
  void holdsOnNewExamples() {
    int held = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Predictions[] seen = PairedDropTest.classifier(300, 0.03, 0.02, round);
      Predictions[] fresh = PairedDropTest.classifier(200, 0.03, 0.02, ROUNDS + round);
      held += holds(seen, fresh, new PredictedDrop.Request(0.95, 1, 200)) ? 1 : 0;
    }
    assertTrue(held >= 0.93 * ROUNDS, held + " of " + ROUNDS);
    assertTrue(held < ROUNDS, "an interval that always holds says nothing");
  }

  /** The luckiest of eight models is predicted by the count of the models, and not without it. */
  @Test
  void theLuckiestOfSeveralIsPredicted() {
    int held = 0;
    int naive = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Predictions[] luckiest = PairedDropTest.classifier(150, 0.06, 0.02, 9L * round);
      for (int model = 1; model < 8; model++) {
        Predictions[] next = PairedDropTest.classifier(150, 0.06, 0.02, 9L * round + model);
        luckiest = drop(next) < drop(luckiest) ? next : luckiest;
      }
      Predictions[] fresh = PairedDropTest.classifier(150, 0.06, 0.02, 9L * round + 8);
      held += holds(luckiest, fresh, new PredictedDrop.Request(0.9, 8, 150)) ? 1 : 0;
      naive += holds(luckiest, fresh, new PredictedDrop.Request(0.9, 1, 150)) ? 1 : 0;
    }
    assertTrue(held >= 0.9 * ROUNDS, held + " of " + ROUNDS);
    assertTrue(naive < 0.9 * ROUNDS, naive + " of " + ROUNDS);
  }

  /** That no pair disagrees does not mean that none ever will. */
  @Test
  void isNeverOfNoWidth() {
    Predictions[] same = PairedDropTest.classifier(100, 0, 0, 3);
    PairedDrop predicted =
        PredictedDrop.of(ACCURACY, same[0], same[1], new PredictedDrop.Request(0.95, 1, 100));
    assertEquals(0, predicted.drop());
    assertTrue(predicted.low() < -0.01 && predicted.high() > 0.01);
    assertEquals(100, predicted.records());
  }

  /** A metric that is not a mean over records goes by bootstrap, to about the same width. */
  @Test
  void otherMetricsAreResampled() {
    Predictions[] pair = PairedDropTest.classifier(400, 0.05, 0.03, 4);
    PredictedDrop.Request request = new PredictedDrop.Request(0.95, 1, 400);
    PairedDrop f1 = PredictedDrop.of(MetricsTest.classes("macro-f1", 2), pair[0], pair[1], request);
    PairedDrop accuracy = PredictedDrop.of(ACCURACY, pair[0], pair[1], request);
    double ratio = (f1.high() - f1.low()) / (accuracy.high() - accuracy.low());
    assertTrue(ratio > 0.7 && ratio < 1.4, "ratio of widths " + ratio);
  }

  private static boolean holds(
      Predictions[] seen, Predictions[] fresh, PredictedDrop.Request request) {
    PairedDrop predicted = PredictedDrop.of(ACCURACY, seen[0], seen[1], request);
    return drop(fresh) >= predicted.low() && drop(fresh) <= predicted.high();
  }

  private static double drop(Predictions[] pair) {
    return PairedDrop.of(ACCURACY, pair[0], pair[1], 0.95).drop();
  }
}
