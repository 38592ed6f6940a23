package dev.espalier.recipe;

/** How weights move: {@code tune.optimizer}. */
public enum OptimizerKind implements Word {
  AUTO("auto", "what a short test of the network favours"),
  SGD("sgd", "gradient descent with momentum"),
  ADAMW("adamw", "steps adapted to each weight (Loshchilov and Hutter 2019)");

  private final String word;
  private final String meaning;

  OptimizerKind(String word, String meaning) {
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
