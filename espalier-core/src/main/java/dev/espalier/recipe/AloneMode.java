package dev.espalier.recipe;

/** Whether one member that answers all may be the result: {@code dynamic.alone}. */
public enum AloneMode implements Word {
  AUTO("auto", "one member is written where that is as fast"),
  NONE("none", "members are always joined to a chain");

  private final String word;
  private final String meaning;

  AloneMode(String word, String meaning) {
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
