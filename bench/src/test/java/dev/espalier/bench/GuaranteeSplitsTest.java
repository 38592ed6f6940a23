package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GuaranteeSplitsTest {
  @Test
  void marginIsTheDifferenceOfTheTwoHighestProbabilities() {
    double sum = Math.exp(2) + Math.exp(1) + Math.exp(-3);
    double margin = (Math.exp(2) - Math.exp(1)) / sum;
    assertEquals(margin, GuaranteeSplits.margin(new float[] {1, -3, 2}), 1e-9);
    assertEquals(0, GuaranteeSplits.margin(new float[] {500, 500, 1}), 1e-9);
  }
}
