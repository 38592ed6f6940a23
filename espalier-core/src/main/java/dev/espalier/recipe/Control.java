package dev.espalier.recipe;

/** What a run is compared with besides: {@code control}. */
public enum Control implements Word {
  NONE("nothing"),
  FROM_SCRATCH("the cut architecture is trained from random weights too");

  private final String meaning;

  Control(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
