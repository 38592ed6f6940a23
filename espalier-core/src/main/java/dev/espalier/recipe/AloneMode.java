package dev.espalier.recipe;

/** Whether one member that answers all may be the result: {@code dynamic.alone}. */
public enum AloneMode implements Word {
  AUTO("a single member is written if it alone is as fast"),
  NONE("members are always joined to a chain");

  private final String meaning;

  AloneMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
