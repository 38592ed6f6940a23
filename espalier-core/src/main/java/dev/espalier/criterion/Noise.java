package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import java.util.Optional;
import java.util.Set;

/**
 * Variance of the unit's activation where it is consumed: {@code E[x²] - E[x]²} at each position, E
 * the mean over records and the other axes. A unit that does not vary is a constant that its
 * consumers can take over.
 *
 * <p>Source: Polyak and Wolf, Channel-Level Acceleration of Deep Face Representations, IEEE Access
 * 2015.
 */
final class Noise implements Criterion {
  @Override
  public String name() {
    return "noise";
  }

  @Override
  public String summary() {
    return "variance of what the unit emits: a constant unit can be folded away";
  }

  @Override
  public String source() {
    return "Polyak and Wolf, Channel-Level Acceleration of Deep Face Representations, IEEE Access 2015";
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
    Activations activations = evidence.needActivations();
    return activations.perUnit(group, evidence.coupling(), activations::variance);
  }
}
