package dev.espalier.allocation;

import java.util.Map;

/** What an allocation decided. */
public sealed interface Allotment {
  /**
   * Kept units, ascending, by name of each group that could be cut (groups left whole included).
   *
   * @return numbers of the kept units by group
   */
  Map<String, int[]> kept();

  /**
   * Size of the model against the original's.
   *
   * @return a ratio in the measure of the budget, 0 to 1
   */
  double ratio();

  /**
   * A choice within the budget.
   *
   * @param kept numbers of the kept units by group, ascending
   * @param ratio size of the model against the original's, in the measure of the budget
   */
  record Chosen(Map<String, int[]> kept, double ratio) implements Allotment {}

  /**
   * The budget cannot be met.
   *
   * @param kept the smallest choice that the limits allow
   * @param ratio its size
   * @param reason for a person, with the remedy
   */
  record Infeasible(Map<String, int[]> kept, double ratio, String reason) implements Allotment {}
}
