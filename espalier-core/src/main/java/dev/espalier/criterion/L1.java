package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import java.util.Optional;
import java.util.Set;

/**
 * Sum of absolute weights: {@code Σ |w|} over all slices that make the unit (role PRODUCES); {@code
 * |w|} for single weights.
 *
 * <p>Source: Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017.
 */
final class L1 implements Criterion {
  @Override
  public String name() {
    return "l1";
  }

  @Override
  public String summary() {
    return "sum of the absolute weights that make the unit";
  }

  @Override
  public String source() {
    return "Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017";
  }

  @Override
  public Set<Evidence.Kind> needs() {
    return Set.of(Evidence.Kind.WEIGHTS);
  }

  @Override
  public Optional<String> refusal(Group group, Evidence evidence) {
    return Slices.refusal(group, evidence);
  }

  @Override
  public double[] scores(Group group, Evidence evidence) {
    return Slices.sum(group, evidence, Math::abs);
  }

  @Override
  public boolean scoresWeights() {
    return true;
  }

  @Override
  public float[] weightScores(String initializer, Evidence evidence) {
    float[] scores = Slices.weights(initializer, evidence);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(scores[i]);
    }
    return scores;
  }
}
