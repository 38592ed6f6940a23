package dev.espalier.model;

/**
 * Floating types of 16 bits, IEEE 754 half precision and bfloat16 (JDK 17 has no conversion of its
 * own).
 *
 * <p>To 16 bits numbers are rounded to the nearest, ties to even. What lies beyond the largest
 * number becomes the largest, since an infinite weight would spoil a whole model; infinities and
 * NaN stay what they are.
 */
public final class HalfFloats {
  private static final float LARGEST = 65504;
  private static final int LARGEST_BITS = 0x7BFF;
  private static final int LARGEST_BRAIN_BITS = 0x7F7F;

  private HalfFloats() {}

  /**
   * {@return the number of these bits, exactly; NaN stays NaN}
   *
   * @param half the 16 bits of an IEEE 754 half
   */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    int biased = exponent == 0x1F ? 0xFF : exponent + 112;
    return Float.intBitsToFloat(sign | biased << 23 | fraction << 13);
  }

  /**
   * The half nearest to a number.
   *
   * @param value any float
   * @return the 16 bits of the half
   */
  public static short ofFloat(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00);
    } else if (Float.isInfinite(value)) {
      return (short) (sign | 0x7C00);
    } else if (size >= LARGEST) {
      return (short) (sign | LARGEST_BITS);
    } else if (size < 0x1p-14f) {
      return (short) (sign | (int) Math.rint(size * 0x1p24f)); // the float is exact there
    }
    int bits = Float.floatToRawIntBits(size) - (112 << 23);
    return (short) (sign | rounded(bits, 13));
  }

  /** The number of these bits of a bfloat16. */
  static float ofBrain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The bfloat16 nearest to a number. */
  static short toBrain(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return (short) (bits >>> 16 | (Float.isNaN(value) ? 0x40 : 0));
    }
    return (short) (sign | Math.min(LARGEST_BRAIN_BITS, rounded(bits & 0x7FFFFFFF, 16)));
  }

  /** Without the last {@code drop} bits, to the nearest, ties to even. */
  private static int rounded(int bits, int drop) {
    int odd = bits >>> drop & 1;
    return bits + (1 << drop - 1) - 1 + odd >>> drop;
  }
}
