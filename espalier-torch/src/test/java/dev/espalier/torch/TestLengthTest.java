package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestLengthTest {
  @ParameterizedTest
  @ValueSource(ints = {700, 1000, 1700, 2100, 3000, 5000, 100_000})
  void aTestTakesAtMostATwentiethOfItsTraining(int steps) {
    TestLength length = TestLength.of(steps);
    assertTrue(length.steps() <= 0.05 * steps, length + " of " + steps);
  }

  @Test
  void longTrainingsAreTestedInFull() {
    assertEquals(new TestLength(12, 30, 32, true), TestLength.of(100_000));
  }

  @Test
  void aShorterTestTriesShorterPartsThenFewerWaysThenNoTrainings() {
    TestLength shorter = TestLength.of(4000);
    assertTrue(shorter.every() && shorter.race() < 32 && shorter.sweep() < 30, shorter.toString());
    TestLength fewer = TestLength.of(2200);
    assertTrue(!fewer.every() && fewer.race() > 0, fewer.toString());
    TestLength least = TestLength.of(1000);
    assertTrue(!least.every() && least.race() == 0, least.toString());
    assertEquals(least, TestLength.of(10), "rates are never taken untested");
  }
}
