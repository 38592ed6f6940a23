package dev.espalier.recipe;

/** Whether a study comes first: {@code study}. */
public enum StudyMode implements Word {
  AUTO("with data, task, data and model are studied first and plan what is left open"),
  NONE("what is left open keeps its default");

  private final String meaning;

  StudyMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
