package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Map;
import java.util.Set;

/**
 * Layers that multiply integers. A unit that counts as zero is their zero point, and other scales
 * depend on it, so that none may go; the units and the reason are named.
 */
final class QuantisedLayerRule implements OpRule {
  /** Which input holds the weights. */
  private static final Map<String, Integer> WEIGHTS =
      Map.of("ConvInteger", 1, "MatMulInteger", 1, "QLinearConv", 3, "QLinearMatMul", 3);

  @Override
  public Set<String> operators() {
    return WEIGHTS.keySet();
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.LAYER);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String reason =
        "its weights are quantised ("
            + node.op()
            + "): cut the float32 model that it was made from, and quantise the result";
    Bars.all(node, reason, ties);
    String weights = node.input(WEIGHTS.getOrDefault(node.op(), 1));
    boolean maps = node.op().contains("Conv");
    int made = maps ? 0 : ties.shape(weights).rank() - 1;
    Axis units = new Axis(weights, Math.max(0, made));
    ties.tie(units, new Axis(node.output(0), maps ? 1 : ties.shape(node.output(0)).rank() - 1));
    ties.parameter(units, Role.PRODUCES);
  }

  @Override
  public long macs(Node node, Sizes sizes) {
    return Multiplying.macs(node, sizes).orElse(0);
  }
}
