package dev.espalier.recipe;

/** The constant that a cut unit leaves with its consumers: {@code cut.fold}. */
public enum FoldMode implements Word {
  AUTO("mean with data, bias without"),
  MEAN("its mean output on data"),
  BIAS("its output without its inputs"),
  NONE("no constant");

  private final String meaning;

  FoldMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
