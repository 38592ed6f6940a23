package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Col2Im: images are put together from patches {@code [N, C * kernel, patches]}. Each channel of
 * the image is a block of positions of the patches, one for each element of the kernel, which is
 * kept or cut as a whole.
 */
final class Col2ImRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Col2Im");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MAPS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    int blocks = ties.shape(x).a()[1];
    int kernel = blocks / ties.shape(y).a()[1];
    ties.tie(new Axis(x, 0), new Axis(y, 0));
    ties.tie(
        new Axis(x, 1),
        new Axis(y, 1),
        IntStream.range(0, blocks).map(position -> position / kernel).toArray());
    ties.fix(new Axis(x, 2));
    for (int i = 2; i < ties.shape(y).rank(); i++) {
      ties.fix(new Axis(y, i));
    }
  }
}
