package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Set;

/**
 * Gemm: {@code Y = alpha * A' * B' + beta * C} with A' {@code [M, K]} and B' {@code [K, N]}.
 * FusedGemm of ONNX Runtime applies a function to the result.
 */
final class GemmRule implements OpRule {
  private static final String GEMM = "Gemm";

  @Override
  public Set<String> operators() {
    return Set.of(GEMM, "com.microsoft.FusedGemm");
  }

  @Override
  public Set<Trait> traits(String op) {
    return op.equals(GEMM)
        ? Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.FILTERS, Trait.MOVES_AXES)
        : Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.MOVES_AXES);
  }

  @Override
  public Operand operand(String op, int input) {
    return input == 2 ? Operand.BIAS : Operand.WEIGHT;
  }

  @Override
  public int filterAxis(Node node) {
    return node.intAttr("transB", 0) != 0 ? 0 : 1;
  }

  /** In units of C, which is multiplied by beta. */
  @Override
  public Tensor carried(Node node, Tensor weights, float[] constants) {
    float alpha = node.floatAttr("alpha", 1);
    float beta = node.floatAttr("beta", 1);
    float[] sums = Contribution.matrix(weights, filterAxis(node) == 0, constants);
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= beta == 0 ? 0 : alpha / beta;
    }
    return Tensor.floats(sums, sums.length);
  }

  @Override
  public void couple(Node node, Ties ties) {
    int ka = node.intAttr("transA", 0) != 0 ? 0 : 1;
    int kb = node.intAttr("transB", 0) != 0 ? 1 : 0;
    Axis rows = new Axis(node.output(0), 0);
    Axis columns = new Axis(node.output(0), 1);
    ties.tie(new Axis(node.input(0), 1 - ka), rows);
    ties.tie(new Axis(node.input(0), ka), new Axis(node.input(1), kb));
    ties.tie(new Axis(node.input(1), 1 - kb), columns);
    ties.consume(0, ka, Consumption.Kind.SUM);
    ties.parameter(new Axis(node.input(1), kb), Role.CONSUMES);
    ties.parameter(new Axis(node.input(1), 1 - kb), Role.PRODUCES);
    if (node.hasInput(2)) {
      Broadcast.tie(node.input(2), node.output(0), ties);
      Broadcast.parameter(node.input(2), Role.SHIFTS, ties);
    }
  }

  @Override
  public long macs(Node node, Sizes sizes) {
    int ka = node.intAttr("transA", 0) != 0 ? 0 : 1;
    return (long) sizes.size(node.output(0), 0)
        * sizes.size(node.output(0), 1)
        * sizes.size(node.input(0), ka);
  }
}
