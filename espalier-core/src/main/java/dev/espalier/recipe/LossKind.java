package dev.espalier.recipe;

/** What labels are compared by: {@code tune.loss}. */
public enum LossKind implements Word {
  AUTO("what suits the task"),
  CROSS_ENTROPY("one class of several"),
  BINARY_CROSS_ENTROPY("each column alone: yes or no"),
  MSE("the mean squared error"),
  OUTPUT_MATCHING("the original's answers alone; labels are not read");

  private final String meaning;

  LossKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
