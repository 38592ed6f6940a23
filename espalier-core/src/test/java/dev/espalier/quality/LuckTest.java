package dev.espalier.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LuckTest {
  /** The largest of n standard normal numbers, by simulation. */
  @Test
  void luckIsTheExpectedLargestOfSomeNormalNumbers() {
    assertEquals(0, Luck.ofBest(1), 1e-12);
    SplittableRandom random = new SplittableRandom(1);
    for (int n : new int[] {2, 4, 8}) {
      double sum = 0;
      for (int i = 0; i < 40_000; i++) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < n; k++) {
          largest = Math.max(largest, random.nextGaussian());
        }
        sum += largest;
      }
      assertEquals(sum / 40_000, Luck.ofBest(n), 0.03);
    }
  }

  @Test
  void luckCountsWhereExamplesAreFewOrTheLossIsNotKnownWell() {
    assertTrue(Luck.counts(299, 0.001, 0.01), "few examples");
    assertTrue(Luck.counts(5000, 0.02, 0.01), "an error above what is allowed");
    assertFalse(Luck.counts(5000, 0.005, 0.01));
    assertFalse(Luck.counts(5000, 0.5, Double.NaN), "no loss is named");
  }
}
