package dev.espalier.search;

import java.util.List;

/**
 * One thing that a search decides.
 *
 * @param name of the group or of the choice
 * @param choices from the cheapest to the whole model's; a position in this list is a level
 * @param ordered whether neighbours in the list are alike, as widths are
 */
public record Dimension(String name, List<Integer> choices, boolean ordered) {
  public Dimension {
    choices = List.copyOf(choices);
    if (choices.isEmpty() || choices.stream().distinct().count() != choices.size()) {
      throw new IllegalArgumentException(name + " needs choices, each once: " + choices);
    }
  }

  /**
   * Numbers of kept units, ascending; the last keeps the group whole.
   *
   * @param group name of the group
   * @param choices numbers of units that may be kept, ascending
   * @return a dimension of that name
   */
  public static Dimension widths(String group, List<Integer> choices) {
    return new Dimension(group, choices, true);
  }

  /**
   * Whether something stays: 0 removes it, 1 keeps it.
   *
   * @param what name of what may go
   * @return a dimension of that name with two levels
   */
  public static Dimension stays(String what) {
    return new Dimension(what, List.of(0, 1), false);
  }

  /** {@return how many levels there are} */
  public int levels() {
    return choices.size();
  }

  /** The level of the whole model. */
  int top() {
    return choices.size() - 1;
  }
}
