package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import java.util.Optional;
import java.util.Set;

/**
 * First-order Taylor expansion of the loss: {@code E[(Σ w·g)²]}, the sum over the unit's own
 * parameters (roles PRODUCES, SCALES and SHIFTS), E the mean over batches; {@code |w|·√E[g²]} for
 * single weights.
 *
 * <p>Source: Molchanov et al., Importance Estimation for Neural Network Pruning, CVPR 2019.
 */
final class Taylor implements Criterion {
  @Override
  public String name() {
    return "taylor";
  }

  @Override
  public String summary() {
    return "first-order estimate of the change of the loss without the unit";
  }

  @Override
  public String source() {
    return "Molchanov et al., Importance Estimation for Neural Network Pruning, CVPR 2019";
  }

  @Override
  public Set<Evidence.Kind> needs() {
    return Set.of(Evidence.Kind.GRADIENTS);
  }

  @Override
  public Optional<String> refusal(Group group, Evidence evidence) {
    return Slices.refusal(group, evidence);
  }

  @Override
  public double[] scores(Group group, Evidence evidence) {
    return evidence.needGradients().of(group).meanSquare().clone();
  }

  @Override
  public boolean scoresWeights() {
    return true;
  }

  @Override
  public float[] weightScores(String initializer, Evidence evidence) {
    float[] weights = Slices.weights(initializer, evidence);
    float[] scores = evidence.needGradients().rootMeanSquare(initializer, weights.length);
    for (int i = 0; i < scores.length; i++) {
      scores[i] *= Math.abs(weights[i]);
    }
    return scores;
  }
}
