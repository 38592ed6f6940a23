package dev.espalier.allocation;

import dev.espalier.model.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One threshold over the normalised scores of all groups: what lies below goes.
 *
 * <p>With rounded widths a group keeps the next allowed width above what the threshold leaves.
 * Where no single step is coarser than the slack of the search, a larger budget keeps all that a
 * smaller one keeps. Cost: one sort of all units and log₂(units) evaluations of the budget.
 */
final class GlobalAllocation implements Allocation {
  @Override
  public String name() {
    return "global";
  }

  @Override
  public String summary() {
    return "one threshold over all groups: unimportant groups lose more";
  }

  @Override
  public String source() {
    return "Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV 2017 (global threshold)";
  }

  @Override
  public Allotment choose(Request request) {
    return Ladder.largest(request, Threshold::new);
  }

  @Override
  public Map<String, Tensor> masks(SingleWeights weights) {
    return Masks.global(weights);
  }

  private record Step(int lane, double score) {}

  /** Rung k: the k lowest units of all groups together are gone. */
  private static final class Threshold implements Ladder {
    private final List<Lane> lanes;
    private final List<Step> order;

    Threshold(List<Lane> lanes) {
      this.lanes = lanes;
      this.order =
          IntStream.range(0, lanes.size())
              .boxed()
              .flatMap(l -> steps(l, lanes.get(l)))
              .sorted(Comparator.comparingDouble(Step::score))
              .toList();
    }

    private static Stream<Step> steps(int number, Lane lane) {
      return IntStream.range(0, lane.units()).mapToObj(rank -> new Step(number, lane.score(rank)));
    }

    @Override
    public int last() {
      return order.size();
    }

    @Override
    public Map<String, Integer> widths(int rung) {
      int[] gone = new int[lanes.size()];
      order.subList(0, rung).forEach(step -> gone[step.lane()]++);
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (int i = 0; i < gone.length; i++) {
        widths.put(lanes.get(i).name(), lanes.get(i).allowed(lanes.get(i).units() - gone[i]));
      }
      return widths;
    }
  }
}
