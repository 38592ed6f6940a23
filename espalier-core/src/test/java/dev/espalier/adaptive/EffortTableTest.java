package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EffortTableTest {
  private static final float LOW = -Float.MAX_VALUE;
  private static final float HIGH = Float.MAX_VALUE;

  @Test
  void effortsAreRowsAndRowsAreEfforts() {
    EffortTable table =
        new EffortTable(new float[][] {{LOW}, {0.1f}, {0.5f}, {0.5f}, {0.9f}, {HIGH}}, 2);
    for (int r = 0; r < table.rows(); r++) {
      assertEquals(r, table.row(table.effort(r)));
    }
    assertEquals(0, table.row(0.1f), "0.5 is rounded to even");
    assertEquals(2, table.row(0.3f), "1.5 is rounded to even");
    assertEquals(4, table.calibratedAt(4).calibrated());
    assertThrows(IllegalArgumentException.class, () -> table.row(1.01f));
    assertThrows(IllegalArgumentException.class, () -> table.row(Float.NaN));
  }

  @Test
  void refusesWhatWouldNotBeMonotone() {
    assertRefused("falls in row 2", 0, new float[][] {{LOW}, {0.5f}, {0.4f}, {HIGH}});
    assertRefused("falls in row 1", 0, new float[][] {{LOW}, {Float.NaN}, {HIGH}});
    assertRefused("must go from", 0, new float[][] {{0}, {HIGH}});
    assertRefused("must go from", 0, new float[][] {{LOW, LOW}, {HIGH, 1}});
    assertRefused("row 1 has 2", 0, new float[][] {{LOW}, {0, 0}, {HIGH}});
    assertRefused("rows are 0 to 1", 2, new float[][] {{LOW}, {HIGH}});
    assertRefused("two rows", 0, new float[][] {{LOW}});
  }

  private static void assertRefused(String words, int calibrated, float[][] thresholds) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new EffortTable(thresholds, calibrated))
            .getMessage();
    assertTrue(message.contains(words), message);
  }
}
