package dev.espalier.cut;

import dev.espalier.allocation.Allotment;
import dev.espalier.allocation.Budget;
import dev.espalier.allocation.Depth;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.criterion.BlockScores;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Chooses which residual blocks go, alone or before units. */
final class BlockCut {
  /**
   * Numbers of removed blocks that are tried with units; each costs a cut and a run of examples.
   */
  private static final int DEPTHS = 6;

  private final Recipe recipe;
  private final Gathering gathering;
  private final Coupling original;

  BlockCut(Recipe recipe, Gathering gathering, Coupling original) {
    this.recipe = recipe;
    this.gathering = gathering;
    this.original = original;
  }

  /**
   * A plan, and what the budget says of it.
   *
   * @param note what a person should know of how units were chosen; empty for nothing
   */
  record Chosen(PrunePlan plan, double ratio, String shortfall, String note) {}

  /** Cuts units to what a budget leaves. */
  @FunctionalInterface
  interface Units {
    Chosen within(Budget budget);
  }

  /** Whether the recipe lets blocks go. */
  static boolean wanted(Recipe recipe) {
    return recipe.cut().granularity().cutsBlocks() || recipe.search().screen() > 0;
  }

  /** What would be lost with each block that may go; empty where the recipe lets none go. */
  Map<String, Double> losses(Coupling coupling) {
    Set<String> known =
        original.removable().stream().map(ResidualBlock::name).collect(Collectors.toSet());
    Set<String> frozen =
        Names.frozenBlocks(coupling, recipe.cut().include(), recipe.cut().exclude());
    List<String> free =
        coupling.removable().stream()
            .map(ResidualBlock::name)
            .filter(b -> known.contains(b) && !frozen.contains(b))
            .toList();
    Map<String, Double> losses = new LinkedHashMap<>();
    if (wanted(recipe) && !free.isEmpty()) {
      BlockScores scores = gathering.blocks(coupling);
      boolean shares = recipe.cut().criterion().equals("fluctuation");
      Map<String, Double> all = shares ? scores.shares() : scores.rises();
      free.forEach(b -> losses.put(b, all.getOrDefault(b, 0.0)));
    }
    return losses;
  }

  /** Blocks alone, as many as the budget asks for. */
  Chosen blocks(Coupling coupling, Map<String, Double> losses, Budget budget) {
    Depth depth = Depth.within(Depth.order(losses, budget), budget);
    String shortfall =
        depth.ratio() <= budget.target()
            ? ""
            : String.format(
                Locale.ROOT,
                "without all %d residual blocks that may go the model has %.3f of the original's size, the target is"
                    + " %.3f; raise the target, let more blocks go (cut.include, cut.exclude), or set cut.granularity"
                    + " to units+blocks",
                losses.size(),
                depth.ratio(),
                budget.target());
    PrunePlan plan =
        PrunePlan.whole(recipe.cut().heads().word()).without(depth.removed(), coupling);
    return new Chosen(plan, depth.ratio(), shortfall, "");
  }

  /**
   * Removes none, some, or as many blocks as meet the budget alone, cuts units to the rest of it,
   * and takes what has the least loss on the examples before tuning.
   */
  Chosen both(Prepared prepared, Map<String, Double> losses, Budget budget, Units units) {
    List<String> order = Depth.order(losses, budget);
    int most = Depth.within(order, budget).removed().size();
    Set<Integer> depths = new TreeSet<>();
    for (int i = 0; i < DEPTHS; i++) {
      depths.add((int) Math.round((double) most * i / (DEPTHS - 1)));
    }
    Chosen best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int depth : depths) {
      Chosen whole = without(order.subList(0, depth), prepared, budget, units);
      double loss =
          whole.shortfall().isEmpty() ? gathering.loss(prepared, whole.plan()) : Double.MAX_VALUE;
      if (loss < least || (best != null && loss == least && whole.ratio() < best.ratio())) {
        best = whole;
        least = loss;
      }
    }
    return java.util.Objects.requireNonNull(best, "a depth of none is always tried");
  }

  /** Removes a share of the blocks that would meet the budget alone, and cuts units to the rest. */
  Chosen both(
      Prepared prepared, Map<String, Double> losses, Budget budget, double share, Units units) {
    List<String> order = Depth.order(losses, budget);
    int depth = (int) Math.round(share * Depth.within(order, budget).removed().size());
    return without(order.subList(0, depth), prepared, budget, units);
  }

  private static Chosen without(
      List<String> removed, Prepared prepared, Budget budget, Units units) {
    Chosen one = units.within(Depth.without(removed, budget));
    return new Chosen(
        one.plan().without(removed, prepared.coupling()), one.ratio(), one.shortfall(), one.note());
  }

  /** What an allocation of units came to. */
  static Chosen of(PrunePlan plan, Floors.Found found) {
    Allotment allotment = found.allotment();
    String reason = allotment instanceof Allotment.Infeasible infeasible ? infeasible.reason() : "";
    return new Chosen(plan, allotment.ratio(), reason, found.note());
  }
}
