package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.data.Layout;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartingTest {
  private static Layout table(int columns) {
    return new Layout(Layout.Kind.TABLE, List.of("x"), new int[] {columns});
  }

  @Test
  void columnsOfATableGoByTheirNames() {
    assertEquals(
        List.of("age", "income"),
        new Parting(table(2).named(List.of("age", "income"))).columns().names());
    List<String> many = IntStream.range(0, 128).mapToObj(i -> "f" + i).toList();
    assertEquals("f2-f3", new Parting(table(128).named(many)).columns().names().get(1));
  }

  @Test
  void withoutNamesByTheirNumbers() {
    assertEquals(List.of("column 0", "column 1"), new Parting(table(2)).columns().names());
    assertEquals(
        List.of("column 0", "column 1"),
        new Parting(table(2).named(List.of("one for both"))).columns().names());
  }
}
