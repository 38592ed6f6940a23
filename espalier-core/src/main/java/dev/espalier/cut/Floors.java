package dev.espalier.cut;

import dev.espalier.allocation.Allotment;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How many units of each group stay: a share of the original's, however often it is cut.
 *
 * <p>Where a size cannot be met so, the share is halved again and again. A latency that cannot be
 * met so is none that a sensible model has: there it stays.
 */
final class Floors {
  private static final double LEAST = 1.0 / 64;

  private final Recipe recipe;
  private final Coupling original;

  Floors(Recipe recipe, Coupling original) {
    this.recipe = recipe;
    this.original = original;
  }

  /**
   * What was chosen, and how.
   *
   * @param note for a person where the share had to fall; else empty
   */
  record Found(Allotment allotment, String note) {}

  /** The first choice that meets its budget as the share falls; the last where none does. */
  Found choose(Function<Map<String, Integer>, Allotment> allocation) {
    double asked = recipe.cut().floor();
    double share = asked;
    Allotment found = allocation.apply(units(share));
    while (found instanceof Allotment.Infeasible && share > 0 && yields()) {
      share = share > LEAST ? share / 2 : 0;
      found = allocation.apply(units(share));
    }
    boolean fell = share < asked && found instanceof Allotment.Chosen;
    return new Found(found, fell ? note(asked, share) : "");
  }

  private boolean yields() {
    return recipe.goal().aims().stream().noneMatch(a -> a.what() == Target.LATENCY);
  }

  private static String note(double asked, double share) {
    return String.format(
        Locale.ROOT,
        "with %.0f %% of each group's units the size cannot be met: %s (cut.floor)",
        100 * asked,
        share > 0
            ? String.format(Locale.ROOT, "at least %.1f %% stay", 100 * share)
            : "no more stay than cut.maxCut asks for");
  }

  /** Units of each group that stay at the recipe's share. */
  Map<String, Integer> units() {
    return units(recipe.cut().floor());
  }

  private Map<String, Integer> units(double share) {
    Map<String, Integer> units = new LinkedHashMap<>();
    for (Group group : original.prunable()) {
      units.put(group.name(), (int) Math.ceil(group.units() * share - 1e-9));
    }
    return units;
  }
}
