package dev.espalier.recipe;

/** How a search answers a rejected trial: {@code schedule.feedback}. */
public enum FeedbackMode implements Word {
  AUTO(
      "in that search a rejected trial that is near the limit is first tuned longer, then cut by another method; then another ratio is tried"),
  NONE("another ratio is tried at once");

  private final String meaning;

  FeedbackMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
