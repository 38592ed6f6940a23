package dev.espalier.recipe;

/** Whether a study comes first: {@code study}. */
public enum StudyMode implements Word {
  AUTO("auto", "with data, task, data and model are studied first and plan what is left open"),
  NONE("none", "what is left open keeps its default");

  private final String word;
  private final String meaning;

  StudyMode(String word, String meaning) {
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
