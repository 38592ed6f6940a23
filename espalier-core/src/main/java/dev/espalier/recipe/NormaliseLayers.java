package dev.espalier.recipe;

/**
 * Whether layers without a BatchNormalization have one while they are trained, folded into their
 * weights afterwards: {@code tune.normalise}.
 */
public enum NormaliseLayers implements Word {
  AUTO("if a short test does better with it"),
  ALWAYS("every layer that can have one"),
  NEVER("the graph is trained as it is");

  private final String meaning;

  NormaliseLayers(String meaning) {
    this.meaning = meaning;
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
