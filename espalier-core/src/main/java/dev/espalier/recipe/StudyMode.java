package dev.espalier.recipe;

/** Whether a study comes first: {@code study}. */
public enum StudyMode implements Word {
  AUTO(
      "with data, the task, the data and the model are studied first, and the study sets what is left open"),
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
