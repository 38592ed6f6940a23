package dev.espalier.criterion;

import java.util.Map;

/**
 * What a model loses with each of its residual blocks that may go, by name of the block.
 *
 * <p>Source of ablating whole blocks: Veit et al., Residual Networks Behave Like Ensembles of
 * Relatively Shallow Networks, NeurIPS 2016. Of a block's share in its sum: Men et al., ShortGPT:
 * Layers in Large Language Models are More Redundant Than You Expect, 2024 (there one minus the
 * cosine of skip and sum).
 *
 * @param rises rise of the loss on a sample when the branch is zero, {@code L(without) - L(whole)};
 *     negative where the model is better without it
 * @param shares variance of the branch as a share of the variance of the sum, {@code Σ_c Var(f_c) /
 *     Σ_c Var(x_c + f_c)} over the channels c: what {@code fluctuation} is for a unit, with the sum
 *     as the only consumer
 */
public record BlockScores(Map<String, Double> rises, Map<String, Double> shares) {
  public BlockScores {
    rises = Map.copyOf(rises);
    shares = Map.copyOf(shares);
  }
}
