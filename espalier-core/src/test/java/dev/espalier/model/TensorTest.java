package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  @Test
  void everyHalfComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float value = HalfFloats.toFloat(half);
      if (!Float.isNaN(value)) {
        assertEquals(half, HalfFloats.ofFloat(value), Integer.toHexString(bits));
      }
      float brain = HalfFloats.ofBrain(half);
      if (!Float.isNaN(brain)) {
        assertEquals(half, HalfFloats.toBrain(brain), Integer.toHexString(bits));
      }
    }
  }

  @Test
  void sixteenBitsAreTheNearest() {
    float[] values = {
      1 + 0x1p-11f, 1 + 0x1.8p-10f, 1 + 0x1.1p-11f, 0x1p-25f, 0x1.8p-25f, -0f, 65519, 1e9f, -1e9f
    };
    float[] halves = {1, 1 + 0x1p-9f, 1 + 0x1p-10f, 0, 0x1p-24f, -0f, 65504, 65504, -65504};
    assertArrayEquals(halves, Tensor.floats(values, 9).as(DType.FLOAT16).floats());
    float[] fine = {1 + 0x1p-8f, 1 + 0x1.8p-7f, 1 + 0x1.1p-8f, Float.MAX_VALUE, -Float.MAX_VALUE};
    float largest = HalfFloats.ofBrain((short) 0x7F7F);
    float[] brains = {1, 1 + 0x1p-6f, 1 + 0x1p-7f, largest, -largest};
    assertArrayEquals(brains, Tensor.floats(fine, 5).as(DType.BFLOAT16).floats());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
  void whatIsNoFiniteNumberStays(DType type) {
    float[] values = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
    Tensor tensor = Tensor.floats(values, 3).as(type);
    assertEquals(type, tensor.type());
    assertArrayEquals(values, tensor.floats());
    assertSame(tensor, tensor.as(type));
  }

  @Test
  void numbersOfAnyTypeAreRead() {
    assertEquals(7, Tensor.vector(5, 7).number(1));
    assertEquals(0.1, Tensor.of(DType.DOUBLE, new int[0], i -> 0.1).number(0));
    assertArrayEquals(
        new double[] {0.5, 0.25},
        Tensor.of(DType.FLOAT16, new int[] {2}, i -> 0.5 / (i + 1)).doubles());
    assertThrows(IllegalStateException.class, () -> Tensor.vector(1).floats());
    assertThrows(IllegalStateException.class, () -> Tensor.vector(1).as(DType.FLOAT));
  }
}
