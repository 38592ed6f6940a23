package dev.espalier.allocation;

import dev.espalier.coupling.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the highest rung of a ladder within a budget by bisection; where it lies well below the
 * target, because a step is coarse, gives back the best units that were cut as long as they fit.
 */
final class Search {
  /** Distance below the target from which units are given back. */
  static final double SLACK = 0.03;

  private final Budget budget;
  private final List<Lane> lanes = new ArrayList<>();
  private final Ladder ladder;

  Search(Allocation.Request request, Ladder.Maker maker) {
    this.budget = request.budget();
    Limits limits = request.limits();
    for (Group group : request.coupling().prunable()) {
      double[] scores = request.scores().get(group.name());
      if (scores != null && !limits.frozen().contains(group.name())) {
        lanes.add(new Lane(group.name(), comparable(scores, group, limits.normalise()), limits));
      }
    }
    this.ladder = maker.of(lanes);
  }

  private double[] comparable(double[] scores, Group group, Normalisation normalise) {
    if (normalise != Normalisation.COST) {
      return normalise.apply(scores);
    }
    double saved = budget.ratio(Map.of()) - budget.ratio(Map.of(group.name(), group.units() / 2));
    double each = Math.max(1e-12, saved / (group.units() - group.units() / 2));
    return Arrays.stream(scores).map(s -> s / each).toArray();
  }

  Allotment run() {
    Map<String, Integer> smallest = ladder.widths(ladder.last());
    double least = budget.ratio(smallest);
    if (!(least <= budget.target())) {
      return new Allotment.Infeasible(kept(smallest), least, reason(least));
    }
    int tooBig = -1;
    int fits = ladder.last();
    while (fits - tooBig > 1) {
      int middle = (fits + tooBig) / 2;
      if (budget.ratio(ladder.widths(middle)) <= budget.target()) {
        fits = middle;
      } else {
        tooBig = middle;
      }
    }
    Map<String, Integer> widths = filled(ladder.widths(fits));
    return new Allotment.Chosen(kept(widths), budget.ratio(widths));
  }

  private Map<String, Integer> filled(Map<String, Integer> start) {
    Map<String, Integer> widths = new LinkedHashMap<>(start);
    List<Lane> open = new ArrayList<>(lanes);
    while (budget.ratio(widths) <= budget.target() - SLACK) {
      open.removeIf(lane -> width(widths, lane) == lane.units());
      if (open.isEmpty()) {
        break;
      }
      Lane lane = open.get(0);
      for (Lane other : open) {
        lane = other.score(width(widths, other)) > lane.score(width(widths, lane)) ? other : lane;
      }
      Map<String, Integer> wider = new LinkedHashMap<>(widths);
      wider.put(lane.name, lane.wider(width(widths, lane)));
      if (budget.ratio(wider) <= budget.target()) {
        widths.putAll(wider);
      } else {
        open.remove(lane);
      }
    }
    return widths;
  }

  private static int width(Map<String, Integer> widths, Lane lane) {
    return widths.getOrDefault(lane.name, lane.units());
  }

  private Map<String, int[]> kept(Map<String, Integer> widths) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    lanes.forEach(lane -> kept.put(lane.name, lane.kept(width(widths, lane))));
    return kept;
  }

  private String reason(double least) {
    if (lanes.isEmpty()) {
      return "no group of units may be cut here; see the barriers of espalier inspect, and cut.include and cut.exclude";
    }
    return String.format(
        Locale.ROOT,
        "the smallest model within the limits has %.3f of the original's size, the target is %.3f; raise the target or "
            + "cut.maxCut, lower cut.round, or let more groups be cut (cut.include, cut.exclude)",
        least,
        budget.target());
  }
}
