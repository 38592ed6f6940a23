package dev.espalier.tune;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.catalogue.Method;

/** All penalties that training may put on weights: values of {@code tune.penalty.kind}. */
public final class Penalties {
  public static final Catalogue<Method> CATALOGUE =
      Catalogue.of(
          "penalty",
          penalty(
              "l1",
              "sum of the absolute weights: many become nearly zero",
              "Tibshirani, Regression Shrinkage and Selection via the Lasso, JRSS B 1996"),
          penalty(
              "l2",
              "sum of the squared weights: large ones shrink",
              "Krogh and Hertz, A Simple Weight Decay Can Improve Generalization, NIPS 1991"),
          penalty(
              "group-lasso",
              "sum of the norms of each weight's rows (axis 0): whole rows become nearly zero",
              "Wen et al., Learning Structured Sparsity in Deep Neural Networks, NeurIPS 2016"),
          penalty(
              "bn-scale",
              "sum of the absolute scales of normalisations: whole channels become nearly zero",
              "Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV 2017"));

  private Penalties() {}

  private static Method penalty(String name, String summary, String source) {
    return new Method("penalty", name, summary, source);
  }
}
