package dev.espalier.record;

import dev.espalier.record.ModelProfile.WidthCost;
import java.util.List;

/**
 * What the model consists of, before the run and after it.
 *
 * @param groups coupled units in graph order
 * @param blocks residual blocks in graph order
 * @param barriers where cutting stops
 * @param layers nodes with weights in graph order
 * @param operatorShares where the time goes; empty where not measured
 * @param widthCosts measured time over the width of the groups that cost most; empty without a
 *     latency target
 */
public record RunStructure(
    List<GroupRecord> groups,
    List<BlockRecord> blocks,
    List<BarrierRecord> barriers,
    List<LayerRecord> layers,
    List<OperatorShare> operatorShares,
    List<WidthCost> widthCosts) {
  public RunStructure {
    groups = Copies.list(groups);
    blocks = Copies.list(blocks);
    barriers = Copies.list(barriers);
    layers = Copies.list(layers);
    operatorShares = Copies.list(operatorShares);
    widthCosts = Copies.list(widthCosts);
  }

  /**
   * {@return what is told of a model where nothing was cut}
   *
   * @param barriers where cutting would stop
   */
  public static RunStructure uncut(List<BarrierRecord> barriers) {
    return new RunStructure(List.of(), List.of(), barriers, List.of(), List.of(), List.of());
  }
}
