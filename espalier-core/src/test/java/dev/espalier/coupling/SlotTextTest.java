package dev.espalier.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.op.Axis;
import org.junit.jupiter.api.Test;

class SlotTextTest {
  private static String text(int units, int... at) {
    return SlotText.of(new Slot(new Axis("v", 1), null, at), units);
  }

  @Test
  void unitsWhereTheirNumbersAre() {
    assertEquals("v:1", text(3, 0, 1, 2));
  }

  @Test
  void aPartOfTheAxis() {
    assertEquals("v:1(2-4)", text(3, -1, -1, 0, 1, 2, -1));
  }

  @Test
  void wideUnitsAndRepeatedOnes() {
    assertEquals("v:1(2 each)", text(3, 0, 0, 1, 1, 2, 2));
    assertEquals("v:1(2 times)", text(3, 0, 1, 2, 0, 1, 2));
    assertEquals("v:1(1-8, 2 each, 2 times)", text(2, -1, 0, 0, 1, 1, 0, 0, 1, 1));
  }

  /** The first unit behind positions of others starts a run of its own. */
  @Test
  void anyOtherOrder() {
    assertEquals("v:1(0-1@0 0-1@3)", text(2, 0, 1, -1, 0, 1));
    assertEquals("v:1(2@0 0-1@1)", text(3, 2, 0, 1));
  }

  @Test
  void manyRunsAreCounted() {
    assertEquals(
        "v:1(9@0 8@1 7@2 6@3 5@4 4@5 3@6 2@7 and 2 more)", text(10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
  }
}
