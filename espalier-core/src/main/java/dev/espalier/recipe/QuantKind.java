package dev.espalier.recipe;

/** What is stored and computed in fewer bits: {@code quant.kind}. */
public enum QuantKind implements Word {
  NONE("everything stays as it is stored; `quantize` takes auto"),
  AUTO(
      "all that suit the data and the machine are tried, and the fastest that keeps the metric is taken"),
  STATIC("weights and values in 8 bits, on grids that were found on data"),
  DYNAMIC("weights and inputs of dense layers in 8 bits; each call finds its inputs' grid"),
  WEIGHTS("weights are stored in 8 bits, and multiplied as floats"),
  HALF("weights are stored as float16, and multiplied as floats");

  private final String meaning;

  QuantKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
