package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * SpaceToDepth: each channel of the input becomes several of the output, which lie at equal
 * distances and are kept or cut together.
 */
final class SpaceToDepthRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("SpaceToDepth");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MAPS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    int channels = ties.shape(x).a()[1];
    ties.tie(new Axis(x, 0), new Axis(y, 0));
    ties.tie(
        new Axis(y, 1),
        new Axis(x, 1),
        IntStream.range(0, ties.shape(y).a()[1]).map(c -> c % channels).toArray());
    for (String value : List.of(x, y)) {
      ties.fix(new Axis(value, 2));
      ties.fix(new Axis(value, 3));
    }
  }
}
