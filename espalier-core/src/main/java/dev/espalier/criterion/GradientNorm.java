package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.criterion.GradientEvidence.Moments;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Norm of the gradient: {@code √(Σ E[g²])} over all slices that make the unit (role PRODUCES), E
 * the mean over batches; {@code √E[g²]} for single weights.
 *
 * <p>Source: Molchanov et al., Importance Estimation for Neural Network Pruning, CVPR 2019
 * (gradient magnitude as a baseline).
 */
final class GradientNorm implements Criterion {
  @Override
  public String name() {
    return "gradient-norm";
  }

  @Override
  public String summary() {
    return "norm of the gradient of the weights that make the unit";
  }

  @Override
  public String source() {
    return "Molchanov et al., Importance Estimation for Neural Network Pruning, CVPR 2019 (gradient magnitude as a baseline)";
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
    double[] sums = new double[group.units()];
    for (Slot slot : Slices.producing(group, evidence)) {
      String name = slot.axis().value();
      Moments moments = evidence.needGradients().weights().get(name);
      Tensor tensor = evidence.weight(name);
      if (moments != null && tensor != null) {
        Slices.add(slot, tensor.dims(), i -> moments.meanSquare()[i], sums);
      }
    }
    return Arrays.stream(sums).map(Math::sqrt).toArray();
  }

  @Override
  public boolean scoresWeights() {
    return true;
  }

  @Override
  public float[] weightScores(String initializer, Evidence evidence) {
    int size = Slices.weights(initializer, evidence).length;
    return evidence.needGradients().rootMeanSquare(initializer, size);
  }
}
