package dev.espalier.quantise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void zeroIsOnTheGridOfARange() {
    Grid grid = Grid.ofRange(-1, 3);
    Tensor rounded = grid.rounded(Tensor.floats(new float[] {0, -1, 3, 5, -9}, 5));
    assertEquals(0, rounded.number(0));
    assertEquals(-1, rounded.number(1), grid.scale() / 2);
    assertEquals(3, rounded.number(2), grid.scale() / 2);
    assertEquals(rounded.number(2), rounded.number(3), "cut off at the end");
    assertEquals(rounded.number(1), rounded.number(4), "cut off at the end");
  }

  @Test
  void aRangeThatDoesNotHoldZeroReachesToIt() {
    Grid grid = Grid.ofRange(2, 4);
    assertEquals(0, grid.zeros()[0]);
    assertEquals(4f / 255, grid.scale());
  }

  @Test
  void eachOutputOfALayerHasItsScale() {
    Tensor weights = Tensor.floats(new float[] {1, -2, 100, 50}, 2, 2);
    Grid rows = Grid.ofWeights(weights, 0);
    assertArrayEquals(new float[] {2f / 127, 100f / 127}, rows.scales());
    Grid columns = Grid.ofWeights(weights, 1);
    assertArrayEquals(new float[] {100f / 127, 50f / 127}, columns.scales());
    assertEquals(DType.INT8, columns.type());
    assertEquals(127, rows.integers(weights).number(2));
    assertEquals(-127, rows.integers(weights).number(1));
  }

  @Test
  void nothingIsDividedByZero() {
    assertTrue(Grid.ofRange(0, 0).sound());
    Grid zeros = Grid.ofWeights(Tensor.floats(new float[4], 2, 2), 0);
    assertEquals(0, zeros.rounded(Tensor.floats(new float[4], 2, 2)).number(0));
  }

  @Test
  void whatIsNoGridIsNotSound() {
    assertFalse(new Grid(DType.UINT8, Grid.WHOLE, new float[] {0}, new int[] {0}).sound());
    assertFalse(new Grid(DType.UINT8, Grid.WHOLE, new float[] {1}, new int[] {256}).sound());
    assertFalse(new Grid(DType.UINT8, Grid.WHOLE, new float[] {Float.NaN}, new int[1]).sound());
    assertFalse(new Grid(DType.INT8, 0, new float[] {1, 1}, new int[2]).sound());
  }
}
