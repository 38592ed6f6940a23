package dev.espalier.allocation;

import dev.espalier.model.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts where the budget falls most for the loss: widths at stairs only. A score is taken as a loss,
 * and a width loses the sum of what goes. Made for measured latency; other budgets are stairs of
 * one unit.
 */
final class StaircaseAllocation implements Allocation {
  @Override
  public String name() {
    return "staircase";
  }

  @Override
  public String summary() {
    return "greedy on loss for each saving, at the widths where time falls";
  }

  @Override
  public String source() {
    return "after Yang et al., NetAdapt: Platform-Aware Neural Network Adaptation for Mobile Applications, ECCV 2018 (greedy on measured latency)";
  }

  @Override
  public Allotment choose(Request request) {
    Budget budget = request.budget();
    List<Lane> lanes =
        Lane.all(
            request,
            (group, scores, normalise) -> normalise.apply(scores)); // prices weigh the cost
    Staircase staircase = new Staircase(lanes, budget).run();
    Map<String, int[]> kept = new LinkedHashMap<>();
    lanes.forEach(lane -> kept.put(lane.name(), lane.kept(staircase.level(lane.name()))));
    double ratio = staircase.ratio();
    return ratio <= budget.target()
        ? new Allotment.Chosen(kept, ratio)
        : new Allotment.Infeasible(kept, ratio, Lane.shortfall(lanes, ratio, budget.target()));
  }

  @Override
  public Map<String, Tensor> masks(SingleWeights weights) {
    return Masks.global(weights);
  }
}
