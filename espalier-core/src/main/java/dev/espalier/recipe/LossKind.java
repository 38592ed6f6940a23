package dev.espalier.recipe;

/** What labels are compared by: {@code tune.loss}. */
public enum LossKind implements Word {
  AUTO("auto", "what suits the task"),
  CROSS_ENTROPY("cross-entropy", "one class of several"),
  BINARY_CROSS_ENTROPY("binary-cross-entropy", "each column alone: yes or no"),
  MSE("mse", "the mean squared error"),
  OUTPUT_MATCHING("output-matching", "the original's answers alone; labels are not read");

  private final String word;
  private final String meaning;

  LossKind(String word, String meaning) {
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
