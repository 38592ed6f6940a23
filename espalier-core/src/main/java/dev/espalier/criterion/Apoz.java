package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.criterion.Activations.Statistic;
import java.util.Optional;
import java.util.Set;

/**
 * Activation frequency: {@code 1 - APoZ}, the share of records and positions at which the unit's
 * activation is not zero where it is consumed ({@code |x| > 1e-12}). Tells units apart behind
 * ReLU-like activations only.
 *
 * <p>Source: Hu et al., Network Trimming: A Data-Driven Neuron Pruning Approach, arXiv:1607.03250,
 * 2016.
 */
final class Apoz implements Criterion {
  @Override
  public String name() {
    return "apoz";
  }

  @Override
  public String summary() {
    return "activation frequency: how often the unit is not zero";
  }

  @Override
  public String source() {
    return "Hu et al., Network Trimming: A Data-Driven Neuron Pruning Approach, arXiv:1607.03250, 2016";
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
    return evidence.needActivations().perUnit(group, evidence.coupling(), Statistic.FREQUENCY);
  }
}
