package dev.espalier.examples;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRule;
import dev.espalier.op.Ties;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/**
 * A rule for a standard operator that has none: MeanVarianceNormalization, which brings its input
 * to mean 0 and variance 1 over some axes, by default all but the channels of [N, C, H, W]. Without
 * a rule the layers before it could not be cut.
 *
 * <p>To copy: {@link #couple} ties each position of an output's axes to the positions of the inputs
 * that it is made of, fixes axes that are no units (space), and bars, with a reason, what cannot be
 * cut. Where attributes or operands state sizes, {@link OpRule#cut} restates them; nothing does so
 * here. A wrong rule does no harm: the certificate of the cut fails. Named in {@code
 * META-INF/services/dev.espalier.op.OpRule}; {@link MeanVarianceTorch} makes it trainable.
 */
public final class MeanVarianceRule implements OpRule {
  /** The operator's name in ONNX. */
  static final String OPERATOR = "MeanVarianceNormalization";

  private static final long[] ALL_BUT_CHANNELS = {0, 2, 3};

  @Override
  public Set<String> operators() {
    return Set.of(OPERATOR);
  }

  /** The axes that a node takes its mean and variance over. */
  static long[] axes(Node node) {
    return Objects.requireNonNullElse(node.intsAttr("axes"), ALL_BUT_CHANNELS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    int rank = ties.shape(x).rank();
    int[] over = Arrays.stream(axes(node)).mapToInt(axis -> Dims.axis(axis, rank)).toArray();
    ties.tieAll(x, y);
    for (int axis : over) {
      ties.bar(new Axis(x, axis), "its mean and variance are taken over it");
    }
  }
}
