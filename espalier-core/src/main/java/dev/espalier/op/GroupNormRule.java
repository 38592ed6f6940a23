package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import java.util.Arrays;
import java.util.Set;

/**
 * GroupNormalization: channels are groups of equal size, each with a mean and variance of its own.
 * Whole groups go, or the same positions of each. Scale and bias are one number a channel, one a
 * group before operator set 21.
 */
final class GroupNormRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("GroupNormalization");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.NORMALISES, Trait.WEIGHTED);
  }

  @Override
  public Operand operand(String op, int input) {
    return NormRule.operand(input);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    Axis channels = new Axis(x, 1);
    int size = ties.shape(x).a()[1];
    int groups = (int) node.intAttr("num_groups", 1);
    ties.tieAll(x, node.output(0));
    ties.consume(0, 1, Consumption.Kind.NORMALISE_GROUPS);
    Axis group = channels;
    if (groups > 1 && groups < size) {
      group = ties.piece(groups, groups);
      ties.groups(channels, group, ties.piece(size / groups, size / groups));
    }
    for (int i = 1; i <= 2; i++) {
      Axis parameter = new Axis(node.input(i), 0);
      int length = ties.shape(parameter.value()).a()[0];
      ties.parameter(parameter, i == 1 ? Role.SCALES : Role.SHIFTS);
      if (length == size) {
        ties.tie(parameter, channels);
      } else if (groups > 1) {
        ties.tie(parameter, group);
      }
    }
  }

  @Override
  public Node cut(Node node, Cut cut) {
    Axis channels = new Axis(node.input(0), 1);
    int[] kept = cut.kept(channels);
    if (kept == null) {
      return node;
    }
    int each = cut.size(channels) / (int) node.intAttr("num_groups", 1);
    long groups = Arrays.stream(kept).map(p -> p / each).distinct().count();
    return node.withAttribute("num_groups", new Attribute.IntValue(groups));
  }
}
