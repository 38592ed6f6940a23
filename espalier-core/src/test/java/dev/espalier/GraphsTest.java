package dev.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixtures themselves: reproducible and distinct. */
class GraphsTest {
  @Test
  void sameSeedGivesTheSameModels() {
    assertEquals(weights(3), weights(3));
    assertNotEquals(weights(3), weights(4));
  }

  @Test
  void namesAreDistinct() {
    List<String> names = Graphs.all(1).stream().map(m -> m.graph().name()).toList();
    assertEquals(names.size(), names.stream().distinct().count());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomGraphsAreReproducible(long seed) {
    assertEquals(
        RandomGraphs.of(seed).graph().initializers(), RandomGraphs.of(seed).graph().initializers());
  }

  private static List<Object> weights(long seed) {
    return Graphs.all(seed).stream().map(m -> (Object) m.graph().initializers()).toList();
  }
}
