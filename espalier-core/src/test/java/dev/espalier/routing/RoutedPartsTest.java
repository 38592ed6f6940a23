package dev.espalier.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutedPartsTest {
  @Test
  void areDisjointCompleteAndHoldEachClassAlike() {
    int[] classes = IntStream.range(0, 10_000).map(i -> i * 7 % 10).toArray();
    RoutedParts parts = RoutedParts.of(classes, 0.2, 0.2, 1);
    assertEquals(2000, parts.choice().length);
    assertEquals(2000, parts.calibration().length);
    assertEquals(6000, parts.last().length);
    int[] all =
        Stream.of(parts.choice(), parts.calibration(), parts.last())
            .flatMapToInt(Arrays::stream)
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, 10_000).toArray(), all);
    for (int c = 0; c < 10; c++) {
      int wanted = c;
      long of = Arrays.stream(parts.choice()).filter(i -> classes[i] == wanted).count();
      assertTrue(Math.abs(of - 200) <= 2, of + " of class " + c);
    }
  }

  @Test
  void dependOnTheSeedAlone() {
    int[] classes = new int[101];
    int[] first = RoutedParts.of(classes, 0.3, 0.3, 5).choice();
    assertArrayEquals(first, RoutedParts.of(classes, 0.3, 0.3, 5).choice());
    assertFalse(Arrays.equals(first, RoutedParts.of(classes, 0.3, 0.3, 6).choice()));
    assertTrue(Math.abs(first.length - 30.3) < 1);
  }

  @Test
  void mustNotBeEmpty() {
    assertThrows(IllegalArgumentException.class, () -> RoutedParts.of(new int[2], 0.2, 0.2, 1));
    assertThrows(IllegalArgumentException.class, () -> RoutedParts.of(new int[9], 0.5, 0.5, 1));
  }
}
