package dev.espalier.allocation;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.catalogue.Method;

/** What can be cut as one, and how axes that Reshape factors are seen. */
public final class Granularities {
  /** What one cut takes away. */
  public static final Catalogue<Method> CATALOGUE =
      Catalogue.of(
          "granularity",
          new Method(
              "granularity",
              "units",
              "whole coupled units: channels, neurons, hidden units, heads; the model becomes smaller and faster",
              "Fang et al., DepGraph: Towards Any Structural Pruning, CVPR 2023 (coupling); here by labels"),
          new Method(
              "granularity",
              "weights",
              "single weights become zero and stay zero through tuning; shapes stay, the file zips smaller",
              "Han et al., Learning both Weights and Connections for Efficient Neural Networks, NeurIPS 2015"),
          new Method(
              "granularity",
              "blocks",
              "whole residual blocks and transformer sub-layers: the sum falls away, its readers read the skip; time falls in a straight line",
              "Veit et al., Residual Networks Behave Like Ensembles of Relatively Shallow Networks, NeurIPS 2016"),
          new Method(
              "granularity",
              "units+blocks",
              "some residual blocks first, units for the rest of the budget; how many blocks is tried, by the loss before tuning",
              "Fan et al., Reducing Transformer Depth on Demand with Structured Dropout, ICLR 2020 (whole layers)"));

  /** What a unit is where Reshape factors an axis into blocks and positions. */
  public static final Catalogue<Method> HEADS =
      Catalogue.of(
          "heads",
          new Method(
              "heads",
              "blocks",
              "a unit is a whole block of the axis: an attention head, a channel group",
              "Michel et al., Are Sixteen Heads Really Better than One?, NeurIPS 2019"),
          new Method(
              "heads",
              "positions",
              "a unit is the same position of every block: a dimension of all heads, so that all stay equally wide",
              "Lagunas et al., Block Pruning For Faster Transformers, EMNLP 2021 (blocks within heads)"));

  private Granularities() {}
}
