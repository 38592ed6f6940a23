package dev.espalier.cut;

import dev.espalier.recipe.Recipe;

/**
 * How a trial is cut, as far as feedback may change it.
 *
 * @param criterion that scores units, by name
 * @param allocation that says how much goes where
 * @param soft whether soft targets are aimed at too
 */
public record CutMethods(String criterion, String allocation, boolean soft) {
  /** A recipe's own. */
  public static CutMethods of(Recipe recipe, Gathering gathering) {
    return new CutMethods(
        gathering.criterion(recipe),
        CutStyle.allocation(recipe),
        recipe.goal().aims().stream().anyMatch(a -> !a.hard()));
  }

  /** A recipe with these in it. */
  public Recipe in(Recipe recipe) {
    return recipe.withCut(recipe.cut().withMethods(criterion, allocation));
  }

  public CutMethods withCriterion(String other) {
    return new CutMethods(other, allocation, soft);
  }

  public CutMethods withAllocation(String other) {
    return new CutMethods(criterion, other, soft);
  }

  public CutMethods hardOnly() {
    return new CutMethods(criterion, allocation, false);
  }
}
