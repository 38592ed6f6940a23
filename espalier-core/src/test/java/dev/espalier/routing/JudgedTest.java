package dev.espalier.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JudgedTest {
  @Test
  void metricsThatAreNoMeansSayWhatStandsIn() {
    assertTrue(Judged.of("macro-f1").note().contains("error rate stands in"));
    assertTrue(Judged.of("hr@10").note().contains("mean over groups"));
    assertEquals("", Judged.of("accuracy").note());
    assertEquals("1.25 points", Judged.of("accuracy").text(0.0125));
    assertThrows(IllegalArgumentException.class, () -> Judged.of("loss"));
  }

  @Test
  void errorsAreRelativeAndClipped() {
    Judged judged = Judged.of("mse");
    assertArrayEquals(
        new double[] {0, 0.5, 10}, judged.clipped(new double[] {0, 1, 200}, 2), 1e-12);
    assertTrue(judged.note().contains("at most 10 times"));
    assertThrows(IllegalArgumentException.class, () -> judged.clipped(new double[] {1}, 0));
  }
}
