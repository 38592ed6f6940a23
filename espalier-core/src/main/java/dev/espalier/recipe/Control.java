package dev.espalier.recipe;

/** What a run is compared with besides: {@code control}. */
public enum Control implements Word {
  NONE("none", "nothing"),
  FROM_SCRATCH("from-scratch", "the cut architecture is trained from random weights too");

  private final String word;
  private final String meaning;

  Control(String word, String meaning) {
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
