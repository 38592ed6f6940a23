package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * DepthToSpace: each channel of the output is a block of channels of the input, which is kept or
 * cut as a whole. The channels of a block lie side by side (CRD) or in equal distances (DCR).
 */
final class DepthToSpaceRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("DepthToSpace");
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    int channels = ties.shape(y).a()[1];
    int each = ties.shape(x).a()[1] / channels;
    boolean beside = node.stringAttr("mode", "DCR").equals("CRD");
    ties.tie(new Axis(x, 0), new Axis(y, 0));
    ties.tie(
        new Axis(x, 1),
        new Axis(y, 1),
        IntStream.range(0, channels * each).map(c -> beside ? c / each : c % channels).toArray());
    for (String value : List.of(x, y)) {
      ties.fix(new Axis(value, 2));
      ties.fix(new Axis(value, 3));
    }
  }
}
