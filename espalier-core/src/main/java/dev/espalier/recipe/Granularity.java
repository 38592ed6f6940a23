package dev.espalier.recipe;

/** What one cut takes away: {@code cut.granularity}. */
public enum Granularity implements Cited {
  UNITS(
      "whole coupled units: channels, neurons, hidden units, heads; the model becomes smaller and faster",
      "Fang et al., DepGraph: Towards Any Structural Pruning, CVPR 2023 (coupling); here by labels"),
  WEIGHTS(
      "single weights become zero and stay zero during tuning; shapes stay, only the compressed file is smaller",
      "Han et al., Learning both Weights and Connections for Efficient Neural Networks, NeurIPS 2015"),
  BLOCKS(
      "whole residual blocks and transformer sub-layers are removed, and the skip connection stays; time falls linearly",
      "Veit et al., Residual Networks Behave Like Ensembles of Relatively Shallow Networks, NeurIPS 2016"),
  UNITS_AND_BLOCKS(
      "some residual blocks first, then units for the rest of the budget; the number of blocks is chosen by the loss before tuning",
      "Fan et al., Reducing Transformer Depth on Demand with Structured Dropout, ICLR 2020 (whole layers)");

  private final String meaning;
  private final String source;

  Granularity(String meaning, String source) {
    this.meaning = meaning;
    this.source = source;
  }

  @Override
  public String word() {
    return this == UNITS_AND_BLOCKS ? "units+blocks" : Cited.super.word();
  }

  @Override
  public String meaning() {
    return meaning;
  }

  @Override
  public String source() {
    return source;
  }

  /** {@return whether units go} */
  public boolean cutsUnits() {
    return this == UNITS || this == UNITS_AND_BLOCKS;
  }

  /** {@return whether residual blocks go} */
  public boolean cutsBlocks() {
    return this == BLOCKS || this == UNITS_AND_BLOCKS;
  }
}
