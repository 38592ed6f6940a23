package dev.espalier.recipe;

/** What a unit is where Reshape factors an axis: {@code cut.heads}. */
public enum Heads implements Cited {
  BLOCKS(
      "a unit is a whole block of the axis: an attention head, a channel group",
      "Michel et al., Are Sixteen Heads Really Better than One?, NeurIPS 2019"),
  POSITIONS(
      "a unit is the same position of every block: a dimension of all heads, so that all stay equally wide",
      "Lagunas et al., Block Pruning For Faster Transformers, EMNLP 2021 (blocks within heads)");

  private final String meaning;
  private final String source;

  Heads(String meaning, String source) {
    this.meaning = meaning;
    this.source = source;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  @Override
  public String source() {
    return source;
  }
}
