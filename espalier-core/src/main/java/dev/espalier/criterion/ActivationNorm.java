package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.criterion.Activations.Statistic;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Root mean square of the unit's activation where it is consumed: {@code √E[x²]}, E the mean over
 * records and positions.
 *
 * <p>Source: Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient
 * Inference, ICLR 2017 (activation criteria).
 */
final class ActivationNorm implements Criterion {
  @Override
  public String name() {
    return "activation-norm";
  }

  @Override
  public String summary() {
    return "root mean square of what the unit emits";
  }

  @Override
  public String source() {
    return "Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017 (activation criteria)";
  }

  @Override
  public Set<Evidence.Kind> needs() {
    return Set.of(Evidence.Kind.ACTIVATIONS);
  }

  @Override
  public Optional<String> refusal(Group group, Evidence evidence) {
    return evidence.needActivations().refusal(group, evidence.coupling());
  }

  @Override
  public double[] scores(Group group, Evidence evidence) {
    double[] squares =
        evidence.needActivations().perUnit(group, evidence.coupling(), Statistic.SQUARE);
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }
}
