package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Tensor;
import dev.espalier.op.Consumption;
import dev.espalier.op.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Error that a unit's absence leaves in its consumers once its mean is folded into their biases:
 * for each consumer with weights W the share {@code |W_u|² Var(x_u) / Σ_v |W_v|² Var(x_v)}, summed
 * over the consumers of the group. Shares need no normalisation to be compared between groups.
 *
 * <p>Source: An et al., Fluctuation-based Adaptive Structured Pruning for Large Language Models,
 * AAAI 2024 (there standardised per layer; here as a share of the consumer's variance).
 */
final class Fluctuation implements Criterion {
  @Override
  public String name() {
    return "fluctuation";
  }

  @Override
  public String summary() {
    return "share of its consumers' variance that goes with the unit when its mean is folded";
  }

  @Override
  public String source() {
    return "An et al., Fluctuation-based Adaptive Structured Pruning for Large Language Models, AAAI 2024";
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
    double[] total = new double[group.units()];
    Map<String, Slot> readers = new LinkedHashMap<>();
    group.parameters(Role.CONSUMES).forEach(s -> readers.putIfAbsent(s.axis().value(), s));
    for (ConsumedAxis consumed : ConsumedAxis.of(evidence.coupling())) {
      int[] units = consumed.unitsOf(group);
      Activations activations = evidence.needActivations();
      if (units != null && activations.mean(consumed.consumption()) != null) {
        double[] variance = activations.variance(consumed.consumption());
        double[] error = error(consumed.consumption(), units, variance, evidence, readers, group);
        double sum = Arrays.stream(error).sum();
        for (int u = 0; u < total.length && sum > 0; u++) {
          total[u] += error[u] / sum;
        }
      }
    }
    return total;
  }

  private static double[] error(
      Consumption consumption,
      int[] units,
      double[] variance,
      Evidence evidence,
      Map<String, Slot> readers,
      Group group) {
    double[] error = new double[group.units()];
    int[] seen = new int[group.units()];
    for (int p = 0; p < units.length; p++) {
      if (units[p] >= 0) {
        error[units[p]] += variance[p];
        seen[units[p]]++;
      }
    }
    double[] weights = new double[group.units()];
    boolean weighted = false;
    for (String input : inputs(consumption, evidence)) {
      Slot slot = readers.get(input);
      Tensor tensor = slot == null ? null : evidence.weight(input);
      if (slot != null && tensor != null) {
        float[] w = tensor.floats();
        Slices.add(slot, tensor.dims(), i -> (double) w[i] * w[i], weights);
        weighted = true;
      }
    }
    for (int u = 0; u < error.length; u++) {
      error[u] *= (weighted ? weights[u] : 1) / Math.max(1, seen[u]);
    }
    return error;
  }

  private static Iterable<String> inputs(Consumption consumption, Evidence evidence) {
    return evidence.coupling().model().graph().nodes().stream()
        .filter(n -> n.key().equals(consumption.node()))
        .flatMap(n -> n.inputs().stream())
        .toList();
  }
}
