package dev.espalier.recipe;

/**
 * How the widths of a cut are found, where not by the allocation.
 *
 * @param policy {@code none} (the allocation decides), or a name from {@code espalier methods}
 * @param trials most points that a search tries for one cut
 * @param examples that each trial is scored on
 * @param screen updates of tuning after which ways to meet a latency (by units, by residual blocks,
 *     by both) are compared on those examples; 0 compares nothing: {@code cut.granularity} and
 *     {@code cut.allocation} say how
 * @param parallel trials made at a time, of widths and of whole cuts with their tuning
 */
public record SearchSettings(String policy, int trials, int examples, int screen, int parallel) {
  /** {@return whether widths are searched for, and the allocation does not decide} */
  public boolean wanted() {
    return !policy.equals(Recipe.NONE);
  }

  /** What holds where a recipe says nothing. */
  static SearchSettings defaults() {
    return new SearchSettings(Recipe.NONE, 100, 1000, 0, 1);
  }
}
