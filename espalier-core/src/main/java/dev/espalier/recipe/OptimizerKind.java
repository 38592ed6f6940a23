package dev.espalier.recipe;

/** How weights move: {@code tune.optimizer}. */
public enum OptimizerKind implements Word {
  AUTO("the one that does better in a short test of the network"),
  SGD("gradient descent with momentum"),
  ADAMW("steps adapted to each weight (Loshchilov and Hutter 2019)");

  private final String meaning;

  OptimizerKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
