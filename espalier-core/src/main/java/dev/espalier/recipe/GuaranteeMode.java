package dev.espalier.recipe;

/** What the calibrated point of a dynamic model rests on: {@code dynamic.guarantee}. */
public enum GuaranteeMode implements Word {
  AUTO("a proof if it costs no time against the best static model, otherwise an estimate"),
  PROOF("the loss is proven; if that is impossible, the model never stops early"),
  ESTIMATE("the mean on the calibration examples");

  private final String meaning;

  GuaranteeMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** {@return whether a proven point may be the result} */
  public boolean proves() {
    return this != ESTIMATE;
  }

  /** {@return whether an estimated point may be the result} */
  public boolean estimates() {
    return this != PROOF;
  }
}
