package dev.espalier.recipe;

/** What tuning begins with: {@code tune.start}. */
public enum TuneStart implements Word {
  KEPT("the weights that a cut kept"),
  SCRATCH("new random weights for the cut model");

  private final String meaning;

  TuneStart(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
