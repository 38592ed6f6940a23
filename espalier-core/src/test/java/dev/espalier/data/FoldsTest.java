package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  @Test
  void everyRecordIsLeftOutOnceTogetherWithItsGroup() {
    Folds folds = new Folds(3, 2);
    int[] left = new int[14];
    for (int fold = 0; fold < 3; fold++) {
      int[] others = folds.without(fold, 14);
      IntStream.range(0, 14)
          .filter(i -> Arrays.binarySearch(others, i) < 0)
          .forEach(i -> left[i]++);
    }
    assertArrayEquals(IntStream.generate(() -> 1).limit(14).toArray(), left);
    for (int i = 0; i < 14; i += 2) {
      assertEquals(folds.of(i), folds.of(i + 1));
    }
    assertArrayEquals(new int[] {2, 3, 4, 5, 8, 9, 10, 11}, folds.without(0, 14));
  }

  @Test
  void oneFoldDividesNothing() {
    assertFalse(Folds.NONE.divide());
    assertThrows(IllegalArgumentException.class, () -> new Folds(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Folds(2, 0));
  }
}
