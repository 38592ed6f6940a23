package dev.espalier.recipe;

/** What tuning begins with: {@code tune.start}. */
public enum TuneStart implements Word {
  KEPT("kept", "the weights that a cut kept"),
  SCRATCH("scratch", "weights drawn anew for what it left");

  private final String word;
  private final String meaning;

  TuneStart(String word, String meaning) {
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
