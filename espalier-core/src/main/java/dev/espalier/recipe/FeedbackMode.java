package dev.espalier.recipe;

/** How a search answers a rejected trial: {@code schedule.feedback}. */
public enum FeedbackMode implements Word {
  AUTO(
      "in that search a rejected trial is first tuned longer where it is near, then cut by another method, then another ratio is tried"),
  NONE("another ratio at once");

  private final String meaning;

  FeedbackMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
