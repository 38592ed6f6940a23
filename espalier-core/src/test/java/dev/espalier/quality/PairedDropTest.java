package dev.espalier.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDropTest {
  /**
   * The limits are where the score statistic, worked out from the likelihood itself, equals the
   * normal quantile.
   */
  @Test
  void scoreIntervalSolvesItsEquation() {
    int n = 44;
    int b = 8;
    int c = 2;
    double[] limits = new Tango(n, b, c).limits(0.95);
    for (double d : limits) {
      // the maximum-likelihood share of the second kind of pair under this difference, found by
      // search
      double q = likeliest(n, b, c, d);
      double z = (b - c - n * d) / Math.sqrt(n * (2 * q + d * (1 - d)));
      assertEquals(1.959964, Math.abs(z), 1e-3);
    }
    assertTrue(limits[0] < 6.0 / 44 && 6.0 / 44 < limits[1]);
  }

  /** The q that makes b pairs of share q + d, c of share q, and the rest most likely. */
  private static double likeliest(int n, int b, int c, double d) {
    double best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 2_000_000; i++) {
      double q = i * 5e-7;
      double rest = 1 - 2 * q - d;
      if (q + d > 0 && rest > 0) {
        double likelihood = b * Math.log(q + d) + c * Math.log(q) + (n - b - c) * Math.log(rest);
        if (likelihood > most) {
          most = likelihood;
          best = q;
        }
      }
    }
    return best;
  }

  @Test
  void noDisagreementStillLeavesDoubt() {
    PairedDrop drop = drop(classifier(1000, 0, 0, 1), 0.95);
    assertEquals(0, drop.drop());
    assertEquals(1000, drop.records());
    // the classical bound for zero events among n: z² / (n + z²)
    assertEquals(3.8415 / 1003.8415, drop.high(), 1e-6);
    assertEquals(-drop.high(), drop.low(), 1e-9);
  }

  @Test
  void allDisagreementIsWithinBounds() {
    Predictions[] opposite = classifier(20, 1, 0, 1);
    PairedDrop drop = drop(opposite, 0.95);
    assertEquals(1, drop.drop());
    assertEquals(1, drop.high(), 1e-6);
    assertEquals(
        (20 - 3.8415) / (20 + 3.8415), drop.low(), 1e-5); // solved by hand for c = 0, b = n
  }

  @ParameterizedTest
  @CsvSource({
    "1000,0.02,0.01,0.95",
    "400,0.01,0.005,0.95",
    "2000,0.03,0.03,0.9",
    "300,0.004,0.001,0.95"
  })
  void intervalsCoverTheTruthAsOftenAsTheySay(int n, double lost, double won, double level) {
    int covered = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      PairedDrop drop = drop(classifier(n, lost, won, trial), level);
      covered += drop.low() <= lost - won && lost - won <= drop.high() ? 1 : 0;
    }
    assertTrue(covered >= trials * (level - 0.035), covered + " of " + trials);
  }

  @Test
  void bootstrapOfMacroF1CoversTheTruth() {
    Task f1 = MetricsTest.classes("macro-f1", 2);
    Predictions[] large = classifier(200_000, 0.04, 0.01, 99);
    double truth = f1.value(large[0]) - f1.value(large[1]);
    int covered = 0;
    for (int trial = 0; trial < 60; trial++) {
      Predictions[] pair = classifier(400, 0.04, 0.01, trial);
      PairedDrop drop = PairedDrop.of(f1, pair[0], pair[1], 0.95);
      covered += drop.low() <= truth && truth <= drop.high() ? 1 : 0;
      assertTrue(drop.low() <= drop.drop() && drop.drop() <= drop.high());
    }
    assertTrue(covered >= 51, covered + " of 60");
  }

  @Test
  void errorsGrowRelatively() {
    Tensor targets = Tensor.floats(new float[] {0, 1, 2, 3}, 4);
    Predictions before = new Predictions(new float[] {1, 2, 3, 4}, 1, targets);
    Predictions after = new Predictions(new float[] {2, 3, 4, 5}, 1, targets);
    PairedDrop mse = PairedDrop.of(MetricsTest.regression("mse"), before, after, 0.95);
    assertEquals(3, mse.drop(), 1e-9);
    assertEquals(3, mse.low(), 1e-9);
    assertEquals(3, mse.high(), 1e-9);
    assertEquals(1, PairedDrop.of(MetricsTest.regression("mae"), before, after, 0.95).drop(), 1e-9);
    assertEquals(
        3, PairedDrop.of(MetricsTest.regression("relative-mse"), before, after, 0.95).drop(), 1e-9);
    assertEquals(
        0, PairedDrop.of(MetricsTest.regression("mse"), before, before, 0.95).high(), 1e-9);
  }

  @Test
  void rankingCountsGroups() {
    float[] good = new float[400];
    float[] bad = new float[400];
    long[] labels = new long[400];
    for (int g = 0; g < 20; g++) {
      labels[g * 20] = 1;
      good[g * 20] = 1;
      bad[g * 20] = g < 5 ? -1 : 1;
    }
    Task hits = new Task(TaskKinds.RANKING, "hr@10", 0, 20);
    PairedDrop drop =
        PairedDrop.of(
            hits,
            new Predictions(good, 1, Tensor.vector(labels)),
            new Predictions(bad, 1, Tensor.vector(labels)),
            0.95);
    assertEquals(0.25, drop.drop(), 1e-9);
    assertEquals(20, drop.records());
    assertTrue(drop.low() > 0 && drop.high() < 0.5, () -> drop.toString());
    Task gain = new Task(TaskKinds.RANKING, "ndcg@10", 0, 20);
    PairedDrop lessGain =
        PairedDrop.of(
            gain,
            new Predictions(good, 1, Tensor.vector(labels)),
            new Predictions(bad, 1, Tensor.vector(labels)),
            0.95);
    assertEquals(0.25, lessGain.drop(), 1e-9);
    assertTrue(lessGain.low() > 0 && lessGain.high() < 0.5, () -> lessGain.toString());
  }

  @Test
  void unlabelledModelsAreJudgedByAgreement() {
    Predictions a = new Predictions(new float[] {1, 0, 0, 1, 1, 0, 1, 0}, 2, null);
    Predictions b = new Predictions(new float[] {1, 0, 1, 0, 1, 0, 1, 0}, 2, null);
    PairedDrop drop = PairedDrop.of(new Task(TaskKinds.UNLABELLED, "agreement", 0, 1), a, b, 0.95);
    assertEquals(0.25, drop.drop(), 1e-9);
  }

  @Test
  void theSameInputsGiveTheSameInterval() {
    Predictions[] pair = classifier(300, 0.1, 0.05, 3);
    Task f1 = MetricsTest.classes("macro-f1", 2);
    assertEquals(
        PairedDrop.of(f1, pair[0], pair[1], 0.9), PairedDrop.of(f1, pair[0], pair[1], 0.9));
  }

  @Test
  void metricsThatCannotBeComparedAreRefused() {
    Predictions[] pair = classifier(30, 0.1, 0.05, 3);
    for (String metric : new String[] {"loss", "f2", "hr@10"}) {
      assertThrows(
          DataException.class,
          () -> PairedDrop.of(MetricsTest.classes(metric, 2), pair[0], pair[1], 0.9));
    }
  }

  private static PairedDrop drop(Predictions[] pair, double level) {
    return PairedDrop.of(MetricsTest.classes("accuracy", 2), pair[0], pair[1], level);
  }

  /**
   * Two classifiers, one of which is right on all but a share of {@code won}, the other on all but
   * a share of {@code lost}.
   */
  static Predictions[] classifier(int n, double lost, double won, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 7919 + 11);
    long[] labels = new long[n];
    float[] before = new float[2 * n];
    float[] after = new float[2 * n];
    for (int i = 0; i < n; i++) {
      int label = random.nextDouble() < 0.3 ? 1 : 0;
      labels[i] = label;
      double draw = random.nextDouble();
      before[2 * i + (draw >= lost && draw < lost + won ? 1 - label : label)] = 1;
      after[2 * i + (draw < lost ? 1 - label : label)] = 1;
    }
    Tensor truth = Tensor.vector(labels);
    return new Predictions[] {new Predictions(before, 2, truth), new Predictions(after, 2, truth)};
  }
}
