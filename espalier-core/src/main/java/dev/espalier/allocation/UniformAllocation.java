package dev.espalier.allocation;

import dev.espalier.model.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The same share of every group goes; scores decide only within a group. */
final class UniformAllocation implements Allocation {
  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public String summary() {
    return "the same share of every group; scores decide only which units";
  }

  @Override
  public String source() {
    return "Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017 (one ratio for all layers of a stage)";
  }

  @Override
  public Allotment choose(Request request) {
    return Ladder.largest(request, Shares::new);
  }

  @Override
  public Map<String, Tensor> masks(SingleWeights weights) {
    return Masks.uniform(weights);
  }

  /** One rung for each share at which some group loses one unit more. */
  private static final class Shares implements Ladder {
    private final List<Lane> lanes;
    private final double[] shares;

    Shares(List<Lane> lanes) {
      this.lanes = lanes;
      this.shares =
          lanes.stream()
              .mapToInt(Lane::units)
              .distinct()
              .boxed()
              .flatMapToDouble(n -> IntStream.rangeClosed(1, n).mapToDouble(i -> (double) i / n))
              .sorted()
              .distinct()
              .toArray();
    }

    @Override
    public int last() {
      return shares.length;
    }

    @Override
    public Map<String, Integer> widths(int rung) {
      double share = rung == 0 ? 0 : shares[rung - 1];
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (Lane lane : lanes) {
        int gone = (int) Math.floor(share * lane.units() + 1e-9);
        widths.put(lane.name(), lane.allowed(lane.units() - gone));
      }
      return widths;
    }
  }
}
