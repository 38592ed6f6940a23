package dev.espalier.ort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosenessTest {
  private static final double RTOL = 1e-4;
  private static final double ATOL = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "1, 1, true",
    "1, 1.0001, true",
    "1, 1.0002, false",
    "0, 0.000009, true",
    "0, 0.00002, false",
    "-100, -100.005, true",
    "NaN, NaN, false",
    "NaN, 1, false",
    "1, NaN, false",
    "Infinity, Infinity, true",
    "Infinity, -Infinity, false",
    "Infinity, 1, false",
    "1, Infinity, false",
    "0, -0, true"
  })
  void elementsAreCloseWithinBothTolerances(float expected, float actual, boolean within) {
    Closeness c = of(new float[] {3, expected}, new float[] {3, actual});
    assertEquals(within, c.within(), c.toString());
    assertEquals(within, c.maxRel() <= RTOL, c.toString());
    assertFalse(Double.isNaN(c.maxAbs()) || Double.isNaN(c.maxRel()));
    assertEquals(c.maxAbs() == 0, c.worst().isEmpty());
  }

  @Test
  void theWorstElementIsNamed() {
    Tensor expected = Tensor.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor actual = Tensor.floats(new float[] {1, 2, 3, 4, 5.5f, 6}, 2, 3);
    Closeness c = Closeness.of(Map.of("y", expected), Map.of("y", actual), RTOL, ATOL);
    assertEquals(0.5, c.maxAbs());
    assertEquals(0.5 / 5.1, c.maxRel(), 1e-9);
    assertEquals("y[1, 1] is 5.5, expected 5.0", c.worst());
  }

  @Test
  void missingOutputsOtherShapesAndOtherTypesAreFar() {
    Tensor y = Tensor.floats(new float[] {1, 2}, 2);
    assertFalse(Closeness.of(Map.of("y", y), Map.of(), RTOL, ATOL).within());
    assertFalse(Closeness.of(Map.of("y", y), Map.of("y", y.reshape(1, 2)), RTOL, ATOL).within());
    assertFalse(
        Closeness.of(Map.of("y", y), Map.of("y", Tensor.vector(1, 2)), RTOL, ATOL).within());
    assertTrue(Closeness.of(Map.of("y", y), Map.of("y", y, "more", y), RTOL, ATOL).within());
  }

  @Test
  void integersAreCompared() {
    assertTrue(
        Closeness.of(Map.of("n", Tensor.vector(4)), Map.of("n", Tensor.vector(4)), RTOL, ATOL)
            .within());
    assertEquals(
        1,
        Closeness.of(Map.of("n", Tensor.vector(4)), Map.of("n", Tensor.vector(5)), RTOL, ATOL)
            .maxAbs());
  }

  @Test
  void zeroTolerancesMeanEqual() {
    Map<String, Tensor> one = Map.of("y", Tensor.floats(new float[] {0, 1}, 2));
    assertTrue(Closeness.of(one, one, 0, 0).within());
    Map<String, Tensor> other = Map.of("y", Tensor.floats(new float[] {1e-30f, 1}, 2));
    assertFalse(Closeness.of(one, other, 0, 0).within());
  }

  private static Closeness of(float[] expected, float[] actual) {
    return Closeness.of(
        Map.of("y", Tensor.floats(expected, expected.length)),
        Map.of("y", Tensor.floats(actual, actual.length)),
        RTOL,
        ATOL);
  }
}
