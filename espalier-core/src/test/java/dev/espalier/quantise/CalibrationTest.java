package dev.espalier.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  private static final int NUMBERS = 100_000;

  /** Normal numbers, and one far away. */
  private static Histogram outlier() {
    Histogram histogram = new Histogram(new double[] {-4, -4}, new double[] {4, 100});
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < NUMBERS; i++) {
      histogram.add(random.nextGaussian());
    }
    histogram.add(100);
    return histogram;
  }

  private static Calibration.Range of(String name) {
    return Calibrations.CATALOGUE.require(name).of(outlier());
  }

  @Test
  void minMaxTakesAll() {
    assertEquals(new Calibration.Range(-4, 100), of("min-max"));
  }

  @Test
  void aMovingAverageWeighsTheLastBatchLittle() {
    assertEquals(4 + 0.1 * 96, of("moving-average").high(), 1e-9);
  }

  /** Where a square counts, one number far away weighs as much as many near. */
  @ParameterizedTest
  @ValueSource(strings = {"percentile", "entropy"})
  void oneNumberFarAwayIsLeftOut(String name) {
    Calibration.Range range = of(name);
    assertTrue(range.high() < 50, range::toString);
    assertTrue(range.high() > 1, range::toString);
  }

  /** Their error in the mean square is no more than that of the whole range. */
  @Test
  void theSquaredErrorIsTheLeast() {
    assertTrue(error(of("squared-error")) <= error(of("min-max")));
    assertTrue(error(of("squared-error")) <= error(of("percentile")) * 1.05);
  }

  private static double error(Calibration.Range range) {
    Grid grid = Grid.ofRange(range.low(), range.high());
    SplittableRandom random = new SplittableRandom(1);
    double error = Math.pow(100 - range.high(), 2);
    for (int i = 0; i < NUMBERS; i++) {
      double number = random.nextGaussian();
      double step = Math.rint(number / grid.scale()) + grid.zeros()[0];
      double rounded = (Math.max(0, Math.min(255, step)) - grid.zeros()[0]) * grid.scale();
      error += (rounded - number) * (rounded - number);
    }
    return error;
  }

  @ParameterizedTest
  @ValueSource(strings = {"min-max", "moving-average", "percentile", "entropy", "squared-error"})
  void aValueThatIsAlwaysZeroHasARange(String name) {
    Histogram zeros = new Histogram(new double[] {0}, new double[] {0});
    zeros.add(0);
    Calibration.Range range = Calibrations.CATALOGUE.require(name).of(zeros);
    assertTrue(Grid.ofRange(range.low(), range.high()).sound());
  }
}
