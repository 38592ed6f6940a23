package dev.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineDifferenceTest {
  @Test
  void equalTextsHaveNone() {
    assertEquals("", LineDifference.of("a\nb\n", "a\nb\n"));
  }

  @Test
  void aChangedLineStandsBetweenItsNeighbours() {
    assertEquals(
        """
          b
        - c
        + C
          d""",
        LineDifference.of("a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n"));
  }

  @Test
  void linesThatCameAndWent() {
    assertEquals("- a\n  b", LineDifference.of("a\nb\nc\nd\n", "b\nc\nd\n"));
    assertEquals("  b\n+ c", LineDifference.of("a\nb\n", "a\nb\nc\n"));
    assertEquals("+ a", LineDifference.of("", "a\n"));
  }
}
