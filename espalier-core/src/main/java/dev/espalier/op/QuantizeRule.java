package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import java.util.Set;

/**
 * QuantizeLinear and DequantizeLinear: each element alone, so that units pass; a scale and a zero
 * point for each position of an axis go with the units along it.
 */
final class QuantizeRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("DequantizeLinear", "QuantizeLinear");
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    ties.tieAll(x, node.output(0));
    Shapes.Observed shape = ties.shape(x);
    for (int i = 1; i < node.inputs().size(); i++) {
      if (node.hasInput(i)) {
        factors(node.input(i), shape, Dims.axis(node.intAttr("axis", 1), shape.rank()), x, ties);
      }
    }
  }

  private static void factors(String value, Shapes.Observed of, int axis, String x, Ties ties) {
    Shapes.Observed factors = ties.shape(value);
    if (factors.rank() > 1) {
      for (int i = 0; i < of.rank(); i++) {
        ties.bar(new Axis(x, i), "is quantised in blocks, with a scale for each");
      }
    } else if (factors.rank() == 1 && axis < of.rank() && factors.a()[0] == of.a()[axis]) {
      ties.tie(new Axis(value, 0), new Axis(x, axis));
    }
  }
}
