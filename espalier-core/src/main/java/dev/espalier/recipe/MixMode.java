package dev.espalier.recipe;

/** Whether answers take in those of the stages before: {@code dynamic.mix}. */
public enum MixMode implements Word {
  AUTO("answers are mixed with those of the stages before if that saves cost"),
  NONE("each stage answers for itself");

  private final String meaning;

  MixMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
