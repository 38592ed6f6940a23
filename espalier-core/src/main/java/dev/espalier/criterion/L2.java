package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Euclidean norm: {@code √(Σ w²)} over all slices that make the unit (role PRODUCES); {@code |w|}
 * for single weights.
 *
 * <p>Source: He et al., Soft Filter Pruning for Accelerating Deep Convolutional Neural Networks,
 * IJCAI 2018.
 */
final class L2 implements Criterion {
  @Override
  public String name() {
    return "l2";
  }

  @Override
  public String summary() {
    return "Euclidean norm of the weights that make the unit";
  }

  @Override
  public String source() {
    return "He et al., Soft Filter Pruning for Accelerating Deep Convolutional Neural Networks, IJCAI 2018";
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
    return Arrays.stream(Slices.sum(group, evidence, w -> w * w)).map(Math::sqrt).toArray();
  }

  @Override
  public boolean scoresWeights() {
    return true;
  }

  @Override
  public float[] weightScores(String initializer, Evidence evidence) {
    return new L1().weightScores(initializer, evidence);
  }
}
