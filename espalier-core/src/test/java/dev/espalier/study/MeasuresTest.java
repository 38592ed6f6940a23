package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuresTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void twoNnFindsTheDimensionOfAPlaneInARoom(int dimension) {
    SplittableRandom random = new SplittableRandom(7);
    double[][] frame = new double[dimension][20];
    for (double[] axis : frame) {
      java.util.Arrays.setAll(axis, i -> random.nextGaussian());
    }
    float[][] points = new float[800][20];
    for (float[] point : points) {
      for (double[] axis : frame) {
        double at = random.nextDouble();
        for (int i = 0; i < point.length; i++) {
          point[i] += (float) (at * axis[i]);
        }
      }
    }
    assertEquals(dimension, TwoNn.dimension(points), 0.15 * dimension + 0.05);
  }

  @Test
  void equalPointsHaveNoDimension() {
    assertTrue(Double.isNaN(TwoNn.dimension(new float[100][3])));
  }

  @Test
  void effectiveRankOfTwoDirections() {
    double[][] rows = new double[12][6];
    for (int i = 0; i < rows.length; i++) {
      rows[i][i % 2] = 1;
    }
    assertEquals(2, Rank.ofRows(rows), 1e-6);
    assertEquals(1, Rank.similar(rows, 0.9), 1e-9);
  }

  @Test
  void aCovarianceOfFewDirectionsInManyFeatures() {
    SplittableRandom random = new SplittableRandom(11);
    double[][] directions = new double[24][200];
    for (double[] direction : directions) {
      java.util.Arrays.setAll(direction, i -> random.nextGaussian());
    }
    double[][] covariance = new double[200][200];
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 200; j++) {
        for (double[] direction : directions) {
          covariance[i][j] += direction[i] * direction[j];
        }
      }
    }
    double rank = Rank.ofCovariance(covariance);
    assertTrue(rank > 20 && rank <= 24, "of 24 directions: " + rank);
  }

  @Test
  void differentFiltersAreNotSimilar() {
    assertEquals(0, Rank.similar(new double[][] {{1, 0, 0}, {0, 1, 0}, {-1, 0, 0}}, 0.9), 1e-9);
  }

  @Test
  void ridgeAgreesInBothForms() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] x = new double[30][40];
    double[][] y = new double[30][1];
    for (int r = 0; r < 30; r++) {
      java.util.Arrays.setAll(x[r], i -> random.nextGaussian());
      y[r][0] = x[r][0] - 2 * x[r][1] + 5;
    }
    double[][] wide = copy(x, 40);
    double[][] narrow = copy(x, 2);
    double[] few = Ridge.fit(narrow, copy(y, 1)).predict(new double[] {1, 1});
    assertEquals(4, few[0], 0.6, "shrunk a little towards the mean of 5");
    Ridge dual = Ridge.fit(wide, copy(y, 1));
    double error = 0;
    for (int r = 0; r < 30; r++) {
      error += Math.abs(dual.predict(x[r])[0] - y[r][0]) / 30;
    }
    assertTrue(error < 1.5, "more features than records are fitted closely: " + error);
  }

  private static double[][] copy(double[][] m, int width) {
    return java.util.Arrays.stream(m)
        .map(r -> java.util.Arrays.copyOf(r, width))
        .toArray(double[][]::new);
  }

  @Test
  void momentsOfKnownNumbers() {
    Moments m = new Moments();
    for (double v : new double[] {0, 0, 0, 4, Double.NaN}) {
      m.add(v);
    }
    assertEquals(1, m.mean(), 1e-12);
    assertEquals(Math.sqrt(3), m.deviation(), 1e-12);
    assertEquals(2 / Math.sqrt(3), m.skew(), 1e-12, "(27 - 3) / 4 over 3√3");
    assertEquals(0.6, m.zeros(), 1e-12);
    assertEquals(0.2, m.missing(), 1e-12);
  }

  @Test
  void stabilityIndexOfTheSameIsNought() {
    double[] values = new SplittableRandom(1).doubles(5000).toArray();
    double[] shifted = java.util.Arrays.stream(values).map(v -> v + 0.3).toArray();
    assertEquals(0, Drifts.psi(values, values), 1e-9);
    assertTrue(Drifts.psi(values, shifted) > 0.2);
  }
}
