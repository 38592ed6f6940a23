package dev.espalier.recipe;

/**
 * What is stored and computed in fewer bits.
 *
 * @param kind which forms are tried
 * @param calibration how ranges of values are found: {@code auto} (the one that loses least) or a
 *     name from {@code espalier methods}
 * @param samples examples that ranges are found on
 */
public record QuantSettings(QuantKind kind, String calibration, int samples) {
  /** {@return whether anything is to be stored in fewer bits} */
  public boolean wanted() {
    return kind != QuantKind.NONE;
  }

  /** {@return whether the way of finding ranges is open} */
  public boolean openCalibration() {
    return calibration.equals(Recipe.AUTO);
  }

  /** What holds where a recipe says nothing. */
  static QuantSettings defaults() {
    return new QuantSettings(QuantKind.NONE, Recipe.AUTO, 512);
  }

  /** The same with a kind to be found where none is named. */
  QuantSettings opened() {
    return wanted() ? this : new QuantSettings(QuantKind.AUTO, calibration, samples);
  }
}
