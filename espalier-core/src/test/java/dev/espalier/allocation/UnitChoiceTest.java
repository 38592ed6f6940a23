package dev.espalier.allocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.op.Axis;
import dev.espalier.op.Role;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Widths that limits allow. */
class UnitChoiceTest {
  private static int[] widths(int units, int round, double maxCut) {
    return widths(new Group("layer", units, List.of(), true, ""), round, maxCut);
  }

  private static int[] widths(Group group, int round, double maxCut) {
    return UnitChoice.widths(group, new Limits(maxCut, round, Set.of(), Normalisation.MEAN));
  }

  /** Units of {@code channels} positions side by side, made three times over as in attention. */
  private static Group heads(int units, int channels) {
    int[] positions =
        IntStream.range(0, 3 * units * channels).map(i -> i / channels % units).toArray();
    Slot slot = new Slot(new Axis("weights", 1), Role.PRODUCES, positions);
    return new Group("attention", units, List.of(slot), true, "");
  }

  @Test
  void unitsOfManyChannelsFillBlocksByThemselves() {
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, widths(heads(6, 64), 16, 1));
    assertArrayEquals(new int[] {1, 2, 4, 6, 8}, widths(heads(8, 4), 8, 1));
    assertArrayEquals(new int[] {1, 2, 4, 8, 16, 24}, widths(heads(24, 1), 8, 1));
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
