package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Shapes;
import dev.espalier.op.OpRules;
import dev.espalier.op.Sizes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A result with the sizes that its plan leaves of the original's.
 *
 * <p>Where a length depends on what the model says (how many boxes a detector finds), two models
 * that are fed the same inputs need not do the same number of things, and their MACs cannot be
 * compared as they were observed. Everywhere else these are the sizes that were observed.
 */
public final class SameLengths {
  private SameLengths() {}

  /**
   * {@return the result's coupling, with sizes at batch 1 by those of the original} Values of other
   * names keep theirs. Cost: one pass over the values.
   *
   * @param result what was cut
   * @param original coupling of the model that the plan is for
   * @param plan what is left of the original
   */
  public static Coupling of(Coupling result, Coupling original, PrunePlan plan) {
    Sizes sizes = new Cost(original, OpRules.standard()).sizes(plan.counts());
    Map<String, Shapes.Observed> values = new LinkedHashMap<>(result.shapes().values());
    values.replaceAll(
        (name, seen) -> {
          Shapes.Observed was = original.shapes().get(name);
          return was == null || was.rank() != seen.rank() ? seen : sized(name, seen, sizes);
        });
    return result.of(result.model(), new Shapes(values, result.shapes().constants()));
  }

  private static Shapes.Observed sized(String name, Shapes.Observed seen, Sizes sizes) {
    int[] a = new int[seen.rank()];
    for (int axis = 0; axis < a.length; axis++) {
      a[axis] = sizes.size(name, axis);
    }
    return new Shapes.Observed(seen.type(), a, seen.b());
  }
}
