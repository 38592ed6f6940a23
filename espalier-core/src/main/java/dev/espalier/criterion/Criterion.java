package dev.espalier.criterion;

import dev.espalier.catalogue.Named;
import dev.espalier.coupling.Group;
import java.util.Optional;
import java.util.Set;

/**
 * Says how important units are, and, where it can, how important single weights are. Deterministic:
 * what is random is drawn from {@link Evidence#seed}.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.criterion.Criterion}; recipes ask for it by {@code cut.criterion}.
 * {@link Slices} walks over weights, {@link Activations} has statistics by unit.
 */
public interface Criterion extends Named {
  /** {@return what must be gathered before it is asked} */
  Set<Evidence.Kind> needs();

  /**
   * {@return one score a unit, {@code group.units()} of them, in any unit of measure, finite, not
   * negative unless its formula says so; higher is more important} Scores of different groups are
   * made comparable afterwards ({@code cut.normalise}). Asked only for groups without a {@link
   * #refusal}.
   *
   * @param group whose units are scored
   * @param evidence what {@link #needs} asked for
   */
  double[] scores(Group group, Evidence evidence);

  /**
   * {@return why it cannot judge this group, for a person; empty where it can}
   *
   * @param group in question
   * @param evidence what {@link #needs} asked for
   */
  Optional<String> refusal(Group group, Evidence evidence);

  /** {@return whether it can judge single weights} */
  default boolean scoresWeights() {
    return false;
  }

  /**
   * {@return one score for each weight of a float32 initializer, row-major} Asked only where {@link
   * #scoresWeights} says so; {@link UnsupportedOperationException} elsewhere.
   *
   * @param initializer its name
   * @param evidence what {@link #needs} asked for
   */
  default float[] weightScores(String initializer, Evidence evidence) {
    throw new UnsupportedOperationException(
        "the criterion "
            + name()
            + " judges whole units, not single weights; use one of "
            + Criteria.forWeights());
  }
}
