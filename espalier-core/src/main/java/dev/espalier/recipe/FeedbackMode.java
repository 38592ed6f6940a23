package dev.espalier.recipe;

/** How a search answers a rejected trial: {@code schedule.feedback}. */
public enum FeedbackMode implements Word {
  AUTO(
      "auto",
      "in that search a rejected trial is first tuned longer where it is near, then cut by another method, then another ratio is tried"),
  NONE("none", "another ratio at once");

  private final String word;
  private final String meaning;

  FeedbackMode(String word, String meaning) {
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
