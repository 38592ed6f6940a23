package dev.espalier.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes away where most is saved for the loss, down to a budget that may fall in stairs.
 *
 * <p>From each group's level the next step is the one of least price {@code Δloss / saving}, the
 * first edge of the lower convex hull of its (size, loss) curve; what is saved beyond the target
 * does not count. The cheapest step of all groups is taken until the budget is met. A price that
 * was computed before another step is computed again before it is believed. At the end whatever
 * still fits is given back: units that cost no time first, then what loses most. Where no single
 * step saves anything, the smallest choice is grown instead. Cost: for each step a few times the
 * widths of one group in evaluations of the budget.
 */
final class Staircase {
  private static final double LEAST_SAVING = 1e-4;
  private static final double EQUAL = 1e-9;

  private final Budget budget;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, int[]> tries = new HashMap<>();
  private Map<String, Integer> levels = new LinkedHashMap<>();
  private double ratio;
  private int taken;

  Staircase(List<Lane> lanes, Budget budget) {
    this.budget = budget;
    for (Lane lane : lanes) {
      int[] steps = budget.steps(lane.name(), lane.widths());
      this.lanes.put(lane.name(), lane);
      tries.put(lane.name(), steps);
      levels.put(lane.name(), steps[steps.length - 1]);
    }
    this.ratio = budget.ratio(levels);
  }

  /** Size of the chosen levels; above the target only where the smallest choice is. */
  double ratio() {
    return ratio;
  }

  Staircase run() {
    descend();
    if (ratio > budget.target()) {
      Map<String, Integer> smallest = new LinkedHashMap<>();
      lanes.keySet().forEach(name -> smallest.put(name, steps(name)[0]));
      moveTo(smallest);
    }
    if (ratio <= budget.target()) {
      giveBack();
    }
    return this;
  }

  private record Step(Lane lane, int level, double price, int at) {}

  private void descend() {
    PriorityQueue<Step> queue = new PriorityQueue<>(Comparator.comparingDouble(Step::price));
    List<Lane> idle = new ArrayList<>(lanes.values());
    int looked = -1;
    while (ratio > budget.target() && (looked < taken || !queue.isEmpty())) {
      if (looked < taken) {
        looked = taken;
        for (Lane lane : List.copyOf(idle)) {
          if (offered(queue, lane)) {
            idle.remove(lane);
          }
        }
        continue;
      }
      Step step = queue.remove();
      if (step.at() == taken) {
        moveTo(after(step.lane(), step.level()));
        taken++;
      }
      if (!offered(queue, step.lane())) {
        idle.add(step.lane());
      }
    }
  }

  /** Whether the lane saves anything by itself now; others' steps may change that. */
  private boolean offered(PriorityQueue<Step> queue, Lane lane) {
    Step step = cheapest(lane);
    return step != null && queue.add(step);
  }

  /** The first edge of the hull below the present level; null where nothing is saved. */
  private @Nullable Step cheapest(Lane lane) {
    Step best = null;
    for (int level : steps(lane.name())) {
      if (level >= level(lane.name())) {
        break;
      }
      Map<String, Integer> next = after(lane, level);
      double saved = ratio - budget.ratio(next);
      if (saved >= LEAST_SAVING) {
        double counted = Math.min(saved, Math.max(LEAST_SAVING, ratio - budget.target()));
        double price = lost(lane, level) / counted;
        if (best == null || price < best.price()) {
          best = new Step(lane, level, price, taken);
        }
      }
    }
    return best;
  }

  /** First whatever is free, then level by level what regains most. */
  private void giveBack() {
    Map<String, Integer> next = best(true);
    while (next != null) {
      moveTo(next);
      next = best(true);
    }
    next = best(false);
    while (next != null) {
      moveTo(next);
      next = best(false);
    }
  }

  /** One lane higher, the one that regains most; null where none fits. */
  private @Nullable Map<String, Integer> best(boolean free) {
    double limit = free ? ratio + EQUAL : budget.target();
    Map<String, Integer> best = null;
    double most = 0;
    for (Lane lane : lanes.values()) {
      int level = level(lane.name());
      int[] higher = Arrays.stream(steps(lane.name())).filter(l -> l > level).toArray();
      for (int i = free ? higher.length - 1 : Math.min(0, higher.length - 1); i >= 0; i--) {
        double gain = lane.loss(level) - lane.loss(higher[i]);
        Map<String, Integer> next = new LinkedHashMap<>(levels);
        next.put(lane.name(), higher[i]);
        if (gain > most && budget.ratio(next) <= limit) {
          best = next;
          most = gain;
        }
      }
    }
    return best;
  }

  /** The widths with one group at another. */
  private Map<String, Integer> after(Lane lane, int level) {
    Map<String, Integer> next = new LinkedHashMap<>(levels);
    next.put(lane.name(), level);
    return next;
  }

  private void moveTo(Map<String, Integer> next) {
    levels = next;
    ratio = budget.ratio(next);
  }

  /** By how much the loss rises if a group goes to another level. */
  private double lost(Lane lane, int level) {
    return lane.loss(level) - lane.loss(level(lane.name()));
  }

  /** Width of a group. */
  int level(String name) {
    return levels.getOrDefault(name, 0);
  }

  private int[] steps(String name) {
    return tries.getOrDefault(name, new int[] {0});
  }
}
