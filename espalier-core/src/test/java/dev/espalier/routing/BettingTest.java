package dev.espalier.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BettingTest {
  private static final int REPEATS = 1000;
  private static final double DELTA = 0.05;
  private static final Betting BETTING = new Betting(1, DELTA);

  /** Three standard deviations above what may be expected. */
  private static final double MOST = REPEATS * DELTA + 3 * Math.sqrt(REPEATS * DELTA * (1 - DELTA));

  @ParameterizedTest
  @CsvSource({"200, 0.02, 0.01", "200, 0.3, 0.01", "2000, 0.02, 0.01", "500, 0.5, 0"})
  void rejectsWhatIsTrueInOneOfTwentyAtMost(int n, double differing, double mean) {
    SplittableRandom random = new SplittableRandom(11);
    int betting = 0;
    int bounds = 0;
    int naive = 0;
    for (int r = 0; r < REPEATS; r++) {
      double[] drawn = draw(random, n, differing, mean);
      betting += BETTING.below(drawn, mean) ? 1 : 0;
      naive += Paired.of(drawn).mean() < mean ? 1 : 0;
      bounds += r % 20 == 0 && BETTING.upper(drawn) < mean ? 1 : 0;
    }
    assertTrue(betting <= MOST, betting + " of " + REPEATS);
    assertTrue(bounds <= 2.5 + 3 * Math.sqrt(2.5 * 0.95), bounds + " bounds of 50");
    assertTrue(naive > 2 * MOST, "comparing means is no test, yet it failed only " + naive);
  }

  @Test
  void isFarSharperThanHoeffdingAndBentkusWhereDifferencesAreRare() {
    SplittableRandom random = new SplittableRandom(12);
    int betting = 0;
    int bentkus = 0;
    for (int r = 0; r < 200; r++) {
      double[] drawn = draw(random, 2000, 0.05, 0);
      betting += BETTING.below(drawn, 0.015) ? 1 : 0;
      bentkus += hoeffdingBentkus(drawn, 0.015) <= DELTA ? 1 : 0;
    }
    assertTrue(betting > 150, betting + " of 200");
    assertTrue(bentkus < 50, bentkus + " of 200");
  }

  @Test
  void boundsEncloseTheMeanAndFitTheRange() {
    double[] drawn = draw(new SplittableRandom(13), 5000, 0.1, 0.02);
    double mean = Paired.of(drawn).mean();
    double upper = BETTING.upper(drawn);
    double lower = BETTING.lower(drawn);
    assertTrue(lower < mean && mean < upper && upper - lower < 0.025, lower + " to " + upper);
    double[] tenfold = Arrays.stream(drawn).map(d -> 10 * d).toArray();
    assertEquals(10 * upper, new Betting(10, DELTA).upper(tenfold), 1e-9);
    assertEquals(1, BETTING.upper(new double[] {1, 1, 1}));
    assertThrows(IllegalArgumentException.class, () -> BETTING.upper(tenfold));
  }

  @Test
  void nothingIsProvenByTooFewExamples() {
    // one in a hundred could hide from 290 examples with probability 0.054
    assertTrue(BETTING.pValue(new double[290], 0.01) > DELTA);
    assertTrue(BETTING.pValue(new double[400], 0.01) <= DELTA);
    assertEquals(1, BETTING.pValue(new double[1000], 0), 0);
  }

  /** Figures -1, 0 and 1. */
  private static double[] draw(SplittableRandom random, int n, double differing, double mean) {
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      double u = random.nextDouble();
      out[i] = u < (differing + mean) / 2 ? 1 : u < differing ? -1 : 0;
    }
    return out;
  }

  /**
   * The p-value of Bates, Angelopoulos, Lei, Malik and Jordan 2021, "Distribution-free,
   * risk-controlling prediction sets", of "the mean is at least {@code mean}", moved to 0 to 1.
   */
  private static double hoeffdingBentkus(double[] figures, double mean) {
    int n = figures.length;
    double m = (1 + mean) / 2;
    double found = (1 + Paired.of(figures).mean()) / 2;
    double low = Math.min(found, m);
    double divergence = low * Math.log(low / m) + (1 - low) * Math.log((1 - low) / (1 - m));
    double bentkus =
        Math.E * new BinomialDistribution(n, m).cumulativeProbability((int) Math.ceil(n * found));
    return Math.min(Math.exp(-n * divergence), bentkus);
  }
}
