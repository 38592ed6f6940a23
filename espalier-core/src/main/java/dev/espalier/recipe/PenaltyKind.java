package dev.espalier.recipe;

/** Pressure on the weights beside weight decay: {@code tune.penalty.kind}. */
public enum PenaltyKind implements Cited {
  NONE("no penalty", ""),
  L1(
      "sum of the absolute weights: many become nearly zero",
      "Tibshirani, Regression Shrinkage and Selection via the Lasso, JRSS B 1996"),
  L2(
      "sum of the squared weights: large ones shrink",
      "Krogh and Hertz, A Simple Weight Decay Can Improve Generalization, NIPS 1991"),
  /** Whatever axis 0 means to the operator; not of coupled units together. */
  GROUP_LASSO(
      "sum of the norms of each weight's rows (axis 0): whole rows become nearly zero",
      "Wen et al., Learning Structured Sparsity in Deep Neural Networks, NeurIPS 2016"),
  BN_SCALE(
      "sum of the absolute scales of normalisations: whole channels become nearly zero",
      "Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV 2017");

  private final String meaning;
  private final String source;

  PenaltyKind(String meaning, String source) {
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
