package dev.espalier.recipe;

/** How the learning rate falls: {@code tune.schedule}. */
public enum RateCurve implements Word {
  COSINE("along a half cosine to zero (Loshchilov and Hutter 2017)"),
  STEP("by a factor, each time that a fraction of the training is over"),
  CONSTANT("not at all");

  private final String meaning;

  RateCurve(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
