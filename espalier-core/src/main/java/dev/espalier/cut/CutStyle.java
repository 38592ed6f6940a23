package dev.espalier.cut;

import dev.espalier.coupling.Coupling;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way of cutting to a budget.
 *
 * @param granularity what goes
 * @param allocation how much goes where
 * @param round kept widths are multiples of this
 * @param depth share of the residual blocks that would meet the budget alone, to be removed before
 *     units are cut; NaN where losses before tuning decide
 */
public record CutStyle(Granularity granularity, String allocation, int round, double depth) {
  private static final int DEPTHS = 4;

  /** What a recipe says. */
  static CutStyle of(Recipe recipe) {
    return new CutStyle(
        recipe.cut().granularity(), allocation(recipe), recipe.cut().step(), Double.NaN);
  }

  /** The recipe's; where that is open, staircase for a latency target, global otherwise. */
  public static String allocation(Recipe recipe) {
    if (!recipe.cut().openAllocation()) {
      return recipe.cut().allocation();
    }
    return recipe.goal().aimsAt(Target.LATENCY) ? "staircase" : "global";
  }

  /** To a size alone, whatever else the recipe aims at. */
  static CutStyle toSize(Recipe recipe) {
    return new CutStyle(
        recipe.cut().granularity(),
        recipe.cut().openAllocation() ? "global" : recipe.cut().allocation(),
        recipe.cut().step(),
        Double.NaN);
  }

  /**
   * Widths led by time, by MACs and alike, each after no, some, or all blocks that may go; and
   * blocks that go where they lose less than units do.
   *
   * @param round of widths that are not led by time, which falls at stairs alone
   */
  static List<CutStyle> toLatency(Coupling coupling, int round) {
    List<CutStyle> ways = new ArrayList<>();
    int depths = coupling.removable().isEmpty() ? 0 : DEPTHS;
    for (int i = 0; i <= depths; i++) {
      double depth = (double) i / DEPTHS;
      Granularity granularity = i == 0 ? Granularity.UNITS : Granularity.UNITS_AND_BLOCKS;
      ways.add(new CutStyle(granularity, "staircase", 1, depth));
      ways.add(new CutStyle(granularity, "global", round, depth));
      ways.add(new CutStyle(granularity, "uniform", round, depth));
    }
    if (depths > 0) {
      ways.add(new CutStyle(Granularity.UNITS_AND_BLOCKS, "global", round, Double.NaN));
    }
    return ways;
  }

  /** For a person. */
  String words() {
    String led =
        switch (allocation) {
          case "staircase" -> "widths led by time";
          case "uniform" -> "widths cut alike";
          default -> "widths led by MACs";
        };
    if (granularity == Granularity.UNITS) {
      return led;
    }
    return Double.isNaN(depth)
        ? "residual blocks as they lose less, " + led
        : String.format(
            Locale.ROOT, "%.0f %% of the residual blocks that suffice, %s", 100 * depth, led);
  }
}
