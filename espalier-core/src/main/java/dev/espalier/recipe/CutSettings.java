package dev.espalier.recipe;

import java.util.List;

/**
 * What is cut and how it is chosen.
 *
 * @param criterion a name from {@code espalier methods}; {@code auto} is fluctuation with data, l2
 *     without (l1 for single weights)
 * @param granularity what goes
 * @param heads what a unit is where Reshape factors an axis
 * @param allocation {@code global}, {@code uniform} or {@code staircase}; {@code auto} is staircase
 *     for a latency target, global otherwise
 * @param normalise how scores of different groups are made comparable
 * @param maxCut largest share of one group's units that may go
 * @param floor share of one group's units that stays, unless the others count next to nothing or a
 *     size cannot be met otherwise
 * @param round kept widths are multiples of this many channels; in groups of fewer than two such
 *     widths, and below it, of its halves; {@code auto} is measured: what the kernels of this
 *     machine compute in blocks
 * @param fold constant that a cut unit leaves with its consumers
 * @param samples examples that evidence is gathered on
 * @param include patterns of group or node names that may be cut; empty for all
 * @param exclude patterns of group or node names that stay whole
 */
public record CutSettings(
    String criterion,
    Granularity granularity,
    Heads heads,
    String allocation,
    Normalise normalise,
    double maxCut,
    double floor,
    String round,
    FoldMode fold,
    int samples,
    List<String> include,
    List<String> exclude) {
  /** {@return whether {@code round} is still to be measured} */
  public boolean unrounded() {
    return round.equals(Recipe.AUTO);
  }

  /** {@return {@code round} as a number; 1 as long as it is still to be measured} */
  public int step() {
    return unrounded() ? 1 : Integer.parseInt(round);
  }

  /** {@return whether it is open how units are scored} */
  public boolean openCriterion() {
    return criterion.equals(Recipe.AUTO);
  }

  /** {@return whether it is open how much goes where} */
  public boolean openAllocation() {
    return allocation.equals(Recipe.AUTO);
  }

  /**
   * {@return the same with {@link #round} settled}
   *
   * @param step in channels
   */
  public CutSettings withStep(int step) {
    return with(criterion, allocation, Integer.toString(step));
  }

  /**
   * {@return the same by other named methods}
   *
   * @param otherCriterion name of the criterion
   * @param otherAllocation name of the allocation
   */
  public CutSettings withMethods(String otherCriterion, String otherAllocation) {
    return with(otherCriterion, otherAllocation, round);
  }

  private CutSettings with(String otherCriterion, String otherAllocation, String otherRound) {
    return new CutSettings(
        otherCriterion,
        granularity,
        heads,
        otherAllocation,
        normalise,
        maxCut,
        floor,
        otherRound,
        fold,
        samples,
        include,
        exclude);
  }

  /** What holds where a recipe says nothing. */
  static CutSettings defaults() {
    return new CutSettings(
        Recipe.AUTO,
        Granularity.UNITS,
        Heads.BLOCKS,
        Recipe.AUTO,
        Normalise.AUTO,
        0.95,
        0.25,
        Recipe.AUTO,
        FoldMode.AUTO,
        1024,
        List.of(),
        List.of());
  }
}
