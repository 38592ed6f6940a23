package dev.espalier.criterion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.coupling.Group;
import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scores of a net small enough to compute them on paper. */
class HandComputedScoresTest {
  private static final float[] W1 = {1, -2, 3, 0, -4, 0.5f};
  private static final float[] GAMMA = {-2, 0.25f, 1};
  private static final float[] BETA = {0.5f, 0, -1};

  /** Two inputs, three units behind a normalisation and Relu, two outputs. */
  private static Model net() {
    GraphBuilder g = GraphBuilder.fresh("paper", 1);
    String x = g.input("x", 2);
    String w1 = g.constant("w1", Tensor.floats(W1, 3, 2));
    String y = g.node("Gemm", "first", Attributes.of("transB", 1), x, w1);
    y =
        g.node(
            "BatchNormalization",
            "bn",
            Attributes.of("epsilon", 1e-5),
            g.shaped(y, -1, 3),
            g.constant("gamma", Tensor.floats(GAMMA, 3)),
            g.constant("beta", Tensor.floats(BETA, 3)),
            g.constant("mean", Tensor.floats(new float[3], 3)),
            g.constant("var", Tensor.floats(new float[] {1, 1, 1}, 3)));
    return g.output(g.gemm("second", g.relu(y), 2), "logits").build();
  }

  private static final Setting SETTING = Setting.of(net(), 5, 2);

  private static double[] scores(String criterion) {
    Criterion c = Criteria.CATALOGUE.require(criterion);
    return c.scores(group(), SETTING.gather(c.needs(), 2));
  }

  private static Group group() {
    assertEquals(1, SETTING.coupling().prunable().size());
    return SETTING.coupling().prunable().get(0);
  }

  @Test
  void magnitudes() {
    assertArrayEquals(new double[] {3, 3, 4.5}, scores("l1"), 1e-6);
    assertArrayEquals(new double[] {Math.sqrt(5), 3, Math.sqrt(16.25)}, scores("l2"), 1e-6);
    assertArrayEquals(new double[] {2, 0.25, 1}, scores("bn-scale"), 1e-6);
    float[] single = Criteria.CATALOGUE.require("l1").weightScores("w1", SETTING.weights());
    assertArrayEquals(new float[] {1, 2, 3, 0, 4, 0.5f}, single);
  }

  @Test
  void taylorIsTheMeanSquareOfTheSumOverTheUnitsParameters() {
    double[] expected = new double[3];
    for (int unit = 0; unit < 3; unit++) {
      for (int batch = 0; batch < 3; batch++) { // five records in batches of two
        double sum = GAMMA[unit] * Setting.gradient(unit, batch, GAMMA[unit]);
        sum += BETA[unit] * Setting.gradient(unit, batch, BETA[unit]);
        for (int i = 2 * unit; i < 2 * unit + 2; i++) {
          sum += W1[i] * Setting.gradient(i, batch, W1[i]);
        }
        expected[unit] += sum * sum / 3;
      }
    }
    assertArrayEquals(expected, scores("taylor"), 1e-3);
  }

  @Test
  void gradientNormIsTheRootOfTheSummedMeanSquares() {
    double[] expected = new double[3];
    float[] weights = new float[6];
    for (int i = 0; i < 6; i++) {
      double meanSquare = 0;
      for (int batch = 0; batch < 3; batch++) {
        meanSquare += Math.pow(Setting.gradient(i, batch, W1[i]), 2) / 3;
      }
      expected[i / 2] += meanSquare;
      weights[i] = (float) (Math.abs(W1[i]) * Math.sqrt(meanSquare));
    }
    for (int unit = 0; unit < 3; unit++) {
      expected[unit] = Math.sqrt(expected[unit]);
    }
    assertArrayEquals(expected, scores("gradient-norm"), 1e-5);
    Evidence evidence = SETTING.gather(Set.of(Evidence.Kind.GRADIENTS), 2);
    assertArrayEquals(
        weights, Criteria.CATALOGUE.require("taylor").weightScores("w1", evidence), 1e-4f);
  }

  @Test
  void gradientsNeedSomebodyWhoGivesThem() {
    EvidenceGatherer without = new EvidenceGatherer(null, 1);
    assertThrows(
        IllegalStateException.class,
        () -> without.gather(Set.of(Evidence.Kind.GRADIENTS), SETTING.request(2)));
  }
}
