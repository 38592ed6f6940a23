package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MatMul of {@code [batch…, M, K]} and {@code [batch…, K, N]}, with broadcast batches and
 * one-dimensional operands as in NumPy. FusedMatMul of ONNX Runtime may transpose the last two axes
 * of either and multiplies by {@code alpha}.
 */
final class MatMulRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("MatMul", "com.microsoft.FusedMatMul");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.FILTERS, Trait.MOVES_AXES);
  }

  @Override
  public Operand operand(String op, int input) {
    return Operand.MATRIX;
  }

  @Override
  public int filterAxis(Node node) {
    return transposed(node, "transB") ? 0 : 1;
  }

  private static boolean transposed(Node node, String attribute) {
    return node.intAttr(attribute, 0) != 0;
  }

  @Override
  public @Nullable Tensor carried(Node node, Tensor weights, float[] constants) {
    if (weights.rank() != 2) {
      return null;
    }
    float[] sums = Contribution.matrix(weights, transposed(node, "transB"), constants);
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= node.floatAttr("alpha", 1);
    }
    return Tensor.floats(sums, sums.length);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String a = node.input(0);
    String b = node.input(1);
    String y = node.output(0);
    int ra = ties.shape(a).rank();
    int rb = ties.shape(b).rank();
    int ry = ties.shape(y).rank();
    boolean ta = ra > 1 && transposed(node, "transA");
    boolean tb = rb > 1 && transposed(node, "transB");
    if (transposed(node, "transBatchA") || transposed(node, "transBatchB")) {
      Bars.all(node, node.op() + " moves its batches", ties);
      return;
    }
    Axis ka = new Axis(a, ta ? ra - 2 : ra - 1);
    Axis kb = new Axis(b, tb ? rb - 1 : Math.max(0, rb - 2));
    ties.tie(ka, kb);
    ties.consume(
        ties.constant(a) == null ? 0 : 1,
        ties.constant(a) == null ? ka.index() : kb.index(),
        Consumption.Kind.SUM);
    ties.parameter(ka, Role.CONSUMES);
    ties.parameter(kb, Role.CONSUMES);
    if (rb > 1) {
      Axis n = new Axis(b, tb ? rb - 2 : rb - 1);
      ties.tie(n, new Axis(y, ry - 1));
      ties.parameter(n, Role.PRODUCES);
    }
    if (ra > 1) {
      Axis m = new Axis(a, ta ? ra - 1 : ra - 2);
      ties.tie(m, new Axis(y, rb > 1 ? ry - 2 : ry - 1));
      ties.parameter(m, Role.PRODUCES);
    }
    batches(a, ra - 2, y, ties, rb > 1 ? ry - 2 : ry - 1);
    batches(b, rb - 2, y, ties, ra > 1 ? ry - 2 : ry - 1);
  }

  private static void batches(String operand, int count, String y, Ties ties, int outBatches) {
    for (int i = 0; i < count; i++) {
      int out = outBatches - count + i;
      if (ties.shape(operand).sameAxis(i, ties.shape(y), out)) {
        ties.tie(new Axis(operand, i), new Axis(y, out));
      } else {
        ties.fix(new Axis(operand, i));
        ties.bar(new Axis(y, out), "MatMul repeats the other operand along it");
      }
    }
  }

  @Override
  public long macs(Node node, Sizes sizes) {
    int rank = sizes.rank(node.input(0));
    boolean ta = rank > 1 && transposed(node, "transA");
    long total = sizes.size(node.input(0), ta ? rank - 2 : rank - 1);
    for (int i = 0; i < sizes.rank(node.output(0)); i++) {
      total *= sizes.size(node.output(0), i);
    }
    return total;
  }
}
