package dev.espalier.recipe;

/** How the learning rate falls: {@code tune.schedule}. */
public enum RateCurve implements Word {
  COSINE("cosine", "along a half cosine to zero (Loshchilov and Hutter 2017)"),
  STEP("step", "by a factor, each time that a fraction of the training is over"),
  CONSTANT("constant", "not at all");

  private final String word;
  private final String meaning;

  RateCurve(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
