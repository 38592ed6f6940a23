package dev.espalier.record;

import java.util.List;

/**
 * What a model is like: what repeats itself, what is sensitive, what is barred.
 *
 * @param macs multiply–accumulates for one record
 * @param layers how much of each layer's width is used
 * @param groups what cutting each group costs, the others whole
 * @param blocks what taking residual blocks out costs, one at a time
 * @param sensitivityRecords examples that this was measured on
 * @param barriers why units cannot be cut, one line a cause
 * @param widthCosts measured time over the width of the groups that cost most
 * @param leastTime share of the model's time that is left where every group keeps a quarter of its
 *     units; NaN where it was not measured
 */
public record ModelProfile(
    long macs,
    List<Layer> layers,
    List<Sensitivity> groups,
    List<BlockLoss> blocks,
    int sensitivityRecords,
    List<BarrierRecord> barriers,
    List<WidthCost> widthCosts,
    double leastTime) {
  public ModelProfile {
    layers = Copies.list(layers);
    groups = Copies.list(groups);
    blocks = Copies.list(blocks);
    barriers = Copies.list(barriers);
    widthCosts = Copies.list(widthCosts);
  }

  /**
   * How much of one layer's width is used: its ranks, and filters that are alike.
   *
   * @param name of the node
   * @param op its operator
   * @param filters rows of its weights: output channels, neurons, gate rows
   * @param rank effective rank of the weights as a matrix: exp of the entropy of the singular
   *     values' shares (Roy and Vetterli 2007)
   * @param most what the rank could be at most
   * @param featureRank the same of the covariance of what the layer puts out, over records and
   *     positions; NaN where it was not observed
   * @param similar share of filters with a cosine similarity above 0.9 to another one
   */
  public record Layer(
      String name,
      String op,
      int filters,
      double rank,
      int most,
      double featureRank,
      double similar) {}

  /**
   * What cutting one group costs, the others whole.
   *
   * @param group name
   * @param units it has
   * @param macsShare share of all MACs that goes when the group keeps one unit
   * @param points one for each ratio, ascending
   */
  public record Sensitivity(String group, int units, double macsShare, List<Point> points) {
    public Sensitivity {
      points = Copies.list(points);
    }
  }

  /**
   * How far the metric drops if a share of a group's units is cut.
   *
   * @param cut share of the group's lowest-scored units that went, constants folded, nothing tuned
   * @param drop of the metric, paired
   * @param low lower limit of its 95 % interval
   * @param high upper limit
   */
  public record Point(double cut, double drop, double low, double high) {}

  /**
   * What taking out one residual block costs, the rest whole.
   *
   * @param block label of the sum that ends it
   * @param macsShare share of all MACs that goes with it
   * @param drop of the metric, paired, nothing tuned
   * @param low lower limit of its 95 % interval
   * @param high upper limit
   */
  public record BlockLoss(String block, double macsShare, double drop, double low, double high) {}

  /**
   * How the time of a call depends on the width of one group.
   *
   * @param group name
   * @param units it has
   * @param widths units kept, ascending
   * @param micros time of a call that the operators on the group's units take at each width, all
   *     other groups whole
   */
  public record WidthCost(String group, int units, List<Integer> widths, List<Double> micros) {
    public WidthCost {
      widths = Copies.list(widths);
      micros = Copies.list(micros);
    }
  }
}
