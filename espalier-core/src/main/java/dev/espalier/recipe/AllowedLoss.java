package dev.espalier.recipe;

/** How strictly {@code goal.maxDrop} is kept: {@code goal.loss}. */
public enum AllowedLoss implements Word {
  HARD("hard", "what loses more than maxDrop is no result"),
  SOFT("soft", "the targets come first, and maxDrop gives way");

  private final String word;
  private final String meaning;

  AllowedLoss(String word, String meaning) {
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
