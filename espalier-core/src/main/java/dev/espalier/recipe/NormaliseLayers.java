package dev.espalier.recipe;

/**
 * Whether layers without a BatchNormalization have one while they are trained, folded into their
 * weights afterwards: {@code tune.normalise}.
 */
public enum NormaliseLayers implements Word {
  AUTO("auto", "where a short test favours it"),
  ALWAYS("always", "all that can"),
  NEVER("never", "the graph is trained as it is");

  private final String word;
  private final String meaning;

  NormaliseLayers(String word, String meaning) {
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

  /** What a test found, as a setting. */
  static NormaliseLayers of(boolean found) {
    return found ? ALWAYS : NEVER;
  }
}
