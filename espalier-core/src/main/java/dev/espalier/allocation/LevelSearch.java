package dev.espalier.allocation;

import dev.espalier.coupling.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the highest rung of a ladder within a budget by bisection; where it lies well below the
 * target, because a step is coarse, gives back the best units that were cut as long as they fit.
 */
final class LevelSearch {
  /** Share of the target that may be left unused; where more is, units are given back. */
  static final double SLACK = 0.03;

  private final Budget budget;
  private final List<Lane> lanes;
  private final Ladder ladder;

  LevelSearch(Allocation.Request request, Ladder.Maker maker) {
    this.budget = request.budget();
    this.lanes = Lane.all(request, this::comparable);
    this.ladder = maker.of(lanes);
  }

  private double[] comparable(Group group, double[] scores, Normalisation normalise) {
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
      return new Allotment.Infeasible(
          kept(smallest), least, Lane.shortfall(lanes, least, budget.target()));
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
    while (budget.ratio(widths) <= budget.target() * (1 - SLACK)) {
      open.removeIf(lane -> width(widths, lane) == lane.units());
      if (open.isEmpty()) {
        break;
      }
      Lane lane = open.get(0);
      for (Lane other : open) {
        lane = other.score(width(widths, other)) > lane.score(width(widths, lane)) ? other : lane;
      }
      Map<String, Integer> wider = new LinkedHashMap<>(widths);
      wider.put(lane.name(), lane.wider(width(widths, lane)));
      if (budget.ratio(wider) <= budget.target()) {
        widths.putAll(wider);
      } else {
        open.remove(lane);
      }
    }
    return widths;
  }

  private static int width(Map<String, Integer> widths, Lane lane) {
    return widths.getOrDefault(lane.name(), lane.units());
  }

  private Map<String, int[]> kept(Map<String, Integer> widths) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    lanes.forEach(lane -> kept.put(lane.name(), lane.kept(width(widths, lane))));
    return kept;
  }
}
