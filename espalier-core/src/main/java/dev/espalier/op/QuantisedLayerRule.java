package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What computes with integers. A unit that counts as zero is their zero point, and other scales
 * depend on it, so that none may go; the units and the reason are named.
 */
final class QuantisedLayerRule implements OpRule {
  private static final String MICROSOFT = "com.microsoft.";

  /** Layers: which input holds the weights. */
  private static final Map<String, Integer> WEIGHTS =
      Map.ofEntries(
          Map.entry("ConvInteger", 1),
          Map.entry("MatMulInteger", 1),
          Map.entry("QLinearConv", 3),
          Map.entry("QLinearMatMul", 3),
          Map.entry(MICROSOFT + "DynamicQuantizeLSTM", 1),
          Map.entry(MICROSOFT + "DynamicQuantizeMatMul", 1),
          Map.entry(MICROSOFT + "MatMulIntegerToFloat", 1),
          Map.entry(MICROSOFT + "MatMulNBits", 1),
          Map.entry(MICROSOFT + "QAttention", 1),
          Map.entry(MICROSOFT + "QGemm", 3));

  /** What has no weights. */
  private static final Set<String> PLAIN =
      Set.of(
          MICROSOFT + "QLinearAdd",
          MICROSOFT + "QLinearAveragePool",
          MICROSOFT + "QLinearConcat",
          MICROSOFT + "QLinearGlobalAveragePool",
          MICROSOFT + "QLinearLeakyRelu",
          MICROSOFT + "QLinearMul",
          MICROSOFT + "QLinearSigmoid",
          MICROSOFT + "QLinearSoftmax",
          MICROSOFT + "QLinearWhere");

  @Override
  public Set<String> operators() {
    Map<String, Integer> all = new HashMap<>(WEIGHTS);
    PLAIN.forEach(op -> all.put(op, NO_INPUT));
    return all.keySet();
  }

  @Override
  public Set<Trait> traits(String op) {
    return PLAIN.contains(op) ? Set.of() : Set.of(Trait.LAYER);
  }

  @Override
  public void couple(Node node, Ties ties) {
    int weights = WEIGHTS.getOrDefault(node.qualified(), NO_INPUT);
    String what = weights == NO_INPUT ? "computes with integers (" : "its weights are quantised (";
    String remedy = "): cut the float32 model that it was made from, and quantise the result";
    Bars.all(node, what + node.op() + remedy, ties);
    if (weights != NO_INPUT) {
      units(node, node.input(weights), ties);
    }
  }

  /** The units that a layer makes, so that they have a name. */
  private static void units(Node node, String weights, Ties ties) {
    boolean maps = node.op().contains("Conv");
    boolean rows = maps || node.op().equals("MatMulNBits") || node.intAttr("transB", 0) != 0;
    String y = node.output(0);
    Axis units = new Axis(weights, rows ? 0 : Math.max(0, ties.shape(weights).rank() - 1));
    Axis made = new Axis(y, maps ? 1 : ties.shape(y).rank() - 1);
    if (ties.length(units) == ties.length(made)) {
      ties.tie(units, made);
    }
    ties.parameter(units, Role.PRODUCES);
  }

  @Override
  public long macs(Node node, Sizes sizes) {
    return Multiplying.macs(node, sizes).orElse(0);
  }
}
