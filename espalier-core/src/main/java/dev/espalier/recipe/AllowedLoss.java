package dev.espalier.recipe;

/** How strictly {@code goal.maxDrop} is kept: {@code goal.loss}. */
public enum AllowedLoss implements Word {
  HARD("a model that loses more than maxDrop is no result"),
  SOFT("the targets come first, and maxDrop gives way");

  private final String meaning;

  AllowedLoss(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
