package dev.espalier.criterion;

import dev.espalier.catalogue.Named;
import dev.espalier.coupling.Group;
import java.util.Optional;
import java.util.Set;

/**
 * Says how important units are, and, where it can, how important single weights are. Deterministic.
 */
public interface Criterion extends Named {
  /** What must be gathered before it is asked. */
  Set<Evidence.Kind> needs();

  /**
   * One score a unit, not negative unless its formula says so; higher is more important. Only for
   * groups without a {@link #refusal}.
   */
  double[] scores(Group group, Evidence evidence);

  /** Why it cannot judge this group, for a person; empty where it can. */
  Optional<String> refusal(Group group, Evidence evidence);

  /** Whether it can judge single weights. */
  default boolean scoresWeights() {
    return false;
  }

  /** One score for each weight of a float32 initializer, row-major. */
  default float[] weightScores(String initializer, Evidence evidence) {
    throw new UnsupportedOperationException(
        "the criterion "
            + name()
            + " judges whole units, not single weights; use one of "
            + Criteria.forWeights());
  }
}
