package dev.espalier.recipe;

/** How scores of different groups are made comparable: {@code cut.normalise}. */
public enum Normalise implements Cited {
  AUTO("cost for criteria that read data, mean for others", ""),
  NONE(
      "scores as they are",
      "Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017"),
  MEAN(
      "divided by the mean of the group",
      "Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017"),
  MAX(
      "divided by the largest of the group",
      "Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017"),
  SUM(
      "divided by the sum of the group: wide groups get lower scores",
      "Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017"),
  COST(
      "divided by the cost of a unit of the group: importance per MAC or weight",
      "Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017");

  private final String meaning;
  private final String source;

  Normalise(String meaning, String source) {
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
