package dev.espalier.model;

/** IEEE 754 half precision (JDK 17 has no conversion of its own). */
public final class HalfFloats {
  private HalfFloats() {}

  /** The number of these bits, exactly; NaN stays NaN. */
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
}
