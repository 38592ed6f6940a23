package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.op.Operand;
import dev.espalier.op.Role;
import dev.espalier.op.Trait;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Absolute scale of the normalisations that the unit passes: the mean of {@code |γ|} over them.
 *
 * <p>Says nothing about groups without a BatchNormalization, InstanceNormalization or
 * LayerNormalization of their own, for instance where normalisation was folded into convolutions.
 *
 * <p>Source: Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV
 * 2017.
 */
final class BnScale implements Criterion {
  @Override
  public String name() {
    return "bn-scale";
  }

  @Override
  public String summary() {
    return "absolute scale of the normalisation behind the unit";
  }

  @Override
  public String source() {
    return "Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV 2017";
  }

  @Override
  public Set<Evidence.Kind> needs() {
    return Set.of(Evidence.Kind.WEIGHTS);
  }

  @Override
  public Optional<String> refusal(Group group, Evidence evidence) {
    return scales(group, evidence).isEmpty()
        ? Optional.of("no normalisation scales its units (folded into the weights?)")
        : Optional.empty();
  }

  @Override
  public double[] scores(Group group, Evidence evidence) {
    List<Slot> scales = scales(group, evidence);
    double[] sums = new double[group.units()];
    for (Slot slot : scales) {
      Tensor gamma = evidence.weight(slot.axis().value());
      if (gamma != null) {
        float[] values = gamma.floats();
        Slices.add(slot, gamma.dims(), i -> Math.abs(values[i]) / scales.size(), sums);
      }
    }
    return sums;
  }

  private static List<Slot> scales(Group group, Evidence evidence) {
    Set<String> scales = new LinkedHashSet<>();
    for (Node node : evidence.model().graph().nodes()) {
      if (Trait.NORMALISES.of(node)) {
        for (int i = 1; i < node.inputs().size(); i++) {
          if (OpRules.standard().operand(node, i) == Operand.SCALE) {
            scales.add(node.input(i));
          }
        }
      }
    }
    return group.parameters(Role.SCALES).stream()
        .filter(s -> scales.contains(s.axis().value()) && evidence.weight(s.axis().value()) != null)
        .toList();
  }
}
