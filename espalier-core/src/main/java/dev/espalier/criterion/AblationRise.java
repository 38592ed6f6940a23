package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Rise of the loss when the unit is zero wherever it is consumed: {@code L(without) - L(whole)};
 * negative where the model is better without it.
 *
 * <p>Source: Mozer and Smolensky, Skeletonization: Trimming the Fat from a Network via Relevance
 * Assessment, NeurIPS 1988.
 */
final class AblationRise implements Criterion {
  @Override
  public String name() {
    return "ablation";
  }

  @Override
  public String summary() {
    return "rise of the loss on a sample when the unit is zeroed";
  }

  @Override
  public String source() {
    return "Mozer and Smolensky, Skeletonization: Trimming the Fat from a Network via Relevance Assessment, NeurIPS 1988";
  }

  @Override
  public Set<Evidence.Kind> needs() {
    return Set.of(Evidence.Kind.ABLATION);
  }

  @Override
  public Optional<String> refusal(Group group, Evidence evidence) {
    return evidence.needAblation().losses().containsKey(group.name())
        ? Optional.empty()
        : Optional.of("it was not ablated");
  }

  @Override
  public double[] scores(Group group, Evidence evidence) {
    Ablation ablation = evidence.needAblation();
    double[] losses = ablation.losses().get(group.name());
    if (losses == null) {
      throw new IllegalStateException("the group " + group.name() + " was not ablated");
    }
    return Arrays.stream(losses).map(loss -> loss - ablation.base()).toArray();
  }
}
