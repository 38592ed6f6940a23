package dev.espalier.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which whole residual blocks go, by what is lost with each for what it saves.
 *
 * @param removed names, those that matter least first
 * @param ratio size of the model without them against the original's
 */
public record Depth(List<String> removed, double ratio) {
  private static final double LEAST_SAVING = 1e-12;

  public Depth {
    removed = List.copyOf(removed);
  }

  /**
   * Blocks by loss for each part of the budget that they alone save, least first; among those that
   * lose nothing the one that saves most.
   *
   * @param losses by name of the block
   * @param budget counts a block that is gone as a width of 0 under its name
   * @return names of the blocks, the one that should go first at the head
   */
  public static List<String> order(Map<String, Double> losses, Budget budget) {
    double whole = budget.ratio(Map.of());
    Map<String, Double> savings = new LinkedHashMap<>();
    losses
        .keySet()
        .forEach(b -> savings.put(b, Math.max(LEAST_SAVING, whole - budget.ratio(Map.of(b, 0)))));
    Comparator<String> price =
        Comparator.comparingDouble(
            b -> Math.max(0, losses.getOrDefault(b, 0.0)) / savings.getOrDefault(b, 1.0));
    Comparator<String> saving = Comparator.comparingDouble(b -> -savings.getOrDefault(b, 0.0));
    return losses.keySet().stream().sorted(price.thenComparing(saving)).toList();
  }

  /**
   * Takes blocks in this order until the budget is met, then gives back those that were not needed,
   * the last first. All go where that is not enough.
   *
   * @param order names of blocks, the one that should go first at the head
   * @param budget to be met
   * @return the blocks that go, and the size that this leaves
   */
  public static Depth within(List<String> order, Budget budget) {
    List<String> removed = new ArrayList<>();
    for (String block : order) {
      if (budget.ratio(gone(removed)) <= budget.target()) {
        break;
      }
      removed.add(block);
    }
    if (budget.ratio(gone(removed)) <= budget.target()) {
      for (int i = removed.size() - 1; i >= 0; i--) {
        List<String> fewer = new ArrayList<>(removed);
        fewer.remove(i);
        removed = budget.ratio(gone(fewer)) <= budget.target() ? fewer : removed;
      }
    }
    return new Depth(removed, budget.ratio(gone(removed)));
  }

  /**
   * How a budget counts that these blocks are gone.
   *
   * @param removed names of blocks
   * @return a width of 0 under each name
   */
  public static Map<String, Integer> gone(List<String> removed) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    removed.forEach(b -> widths.put(b, 0));
    return widths;
  }

  /**
   * {@return the budget of a model that these blocks are gone from}
   *
   * @param removed names of the blocks
   * @param budget of the whole model
   */
  public static Budget without(List<String> removed, Budget budget) {
    return new Budget() {
      @Override
      public double ratio(Map<String, Integer> keptCounts) {
        Map<String, Integer> widths = new LinkedHashMap<>(keptCounts);
        widths.putAll(gone(removed));
        return budget.ratio(widths);
      }

      @Override
      public double target() {
        return budget.target();
      }

      @Override
      public int[] steps(String group, int[] allowed) {
        return budget.steps(group, allowed);
      }
    };
  }
}
