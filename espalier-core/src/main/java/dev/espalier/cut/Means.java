package dev.espalier.cut;

import dev.espalier.recipe.Recipe;

/**
 * How a trial is cut, as far as feedback may change it.
 *
 * @param criterion that scores units, by name
 * @param allocation that says how much goes where
 * @param soft whether soft targets are aimed at too
 */
public record Means(String criterion, String allocation, boolean soft) {
  /** A recipe's own. */
  public static Means of(Recipe recipe, Gathering gathering) {
    return new Means(
        gathering.criterion(),
        Way.allocation(recipe),
        recipe.goal().aims().stream().anyMatch(a -> !a.hard()));
  }

  /** A recipe with these in it. */
  public Recipe in(Recipe recipe) {
    return recipe.withCut(recipe.cut().withMethods(criterion, allocation));
  }

  public boolean scoresAs(Means other) {
    return criterion.equals(other.criterion);
  }

  public Means withCriterion(String other) {
    return new Means(other, allocation, soft);
  }

  public Means withAllocation(String other) {
    return new Means(criterion, other, soft);
  }

  public Means hardOnly() {
    return new Means(criterion, allocation, false);
  }
}
