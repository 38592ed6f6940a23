package dev.espalier.allocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Widths that limits allow. */
class UnitChoiceTest {
  private static int[] widths(int units, int round, double maxCut) {
    return UnitChoice.widths(units, new Limits(maxCut, round, Set.of(), Normalisation.MEAN));
  }

  @Test
  void multiplesAndBelowThemHalves() {
    assertArrayEquals(new int[] {1, 2, 4, 8, 16, 32, 48, 64}, widths(64, 16, 1));
    assertArrayEquals(new int[] {4, 8, 16, 32, 48, 64}, widths(64, 16, 0.95));
    assertArrayEquals(new int[] {3, 6, 12, 24, 36, 40}, widths(40, 12, 0.95));
  }

  @Test
  void narrowGroupsStepByHalves() {
    assertArrayEquals(new int[] {1, 2, 4, 8, 16}, widths(16, 16, 1));
    assertArrayEquals(new int[] {1, 2, 4, 8, 10}, widths(10, 8, 0.95), "by 4, since 2 x 8 > 10");
  }

  @Test
  void anyWidthWithoutRounding() {
    assertArrayEquals(new int[] {2, 3, 4, 5}, widths(5, 1, 0.7));
  }
}
