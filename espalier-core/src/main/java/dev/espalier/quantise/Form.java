package dev.espalier.quantise;

import dev.espalier.recipe.Word;

/** How a layer computes, and what of it a file holds. */
public enum Form implements Word {
  /** As the original does. */
  FLOAT("as the original computes it"),
  /**
   * The grid of the inputs was found on data. Written as pairs of QuantizeLinear and
   * DequantizeLinear, which ONNX Runtime fuses into integer kernels.
   */
  STATIC("weights and inputs in 8 bits, on a grid that was found on data"),
  /** Written as DynamicQuantizeLinear and MatMulInteger. */
  DYNAMIC("weights and inputs in 8 bits; each call finds its inputs' grid, over all its records"),
  /** Written as DequantizeLinear of a constant. */
  WEIGHTS("weights stored in 8 bits, multiplied as floats"),
  /** Written as Cast of a constant. */
  HALF("weights stored as float16, multiplied as floats");

  private final String meaning;

  Form(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
