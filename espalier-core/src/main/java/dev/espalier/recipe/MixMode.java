package dev.espalier.recipe;

/** Whether answers take in those of the stages before: {@code dynamic.mix}. */
public enum MixMode implements Word {
  AUTO("auto", "where that saves"),
  NONE("none", "each stage answers for itself");

  private final String word;
  private final String meaning;

  MixMode(String word, String meaning) {
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
