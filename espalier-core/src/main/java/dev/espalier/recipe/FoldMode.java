package dev.espalier.recipe;

/** The constant that a cut unit leaves with its consumers: {@code cut.fold}. */
public enum FoldMode implements Word {
  AUTO("auto", "mean with data, bias without"),
  MEAN("mean", "its mean output on data"),
  BIAS("bias", "its output without its inputs"),
  NONE("none", "nothing stays");

  private final String word;
  private final String meaning;

  FoldMode(String word, String meaning) {
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
