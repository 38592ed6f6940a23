package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/**
 * GridSample: batch and channels pass; the places to read in each image are given by the grid,
 * {@code [N, space…, coordinates]}, whose coordinates stay.
 */
final class GridSampleRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("GridSample");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MAPS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String grid = node.input(1);
    String y = node.output(0);
    ties.tie(new Axis(x, 0), new Axis(y, 0));
    ties.tie(new Axis(x, 1), new Axis(y, 1));
    ties.tie(new Axis(grid, 0), new Axis(y, 0));
    int last = ties.shape(x).rank() - 1;
    for (int i = 2; i <= last; i++) {
      ties.fix(new Axis(x, i));
      ties.fix(new Axis(y, i));
      ties.fix(new Axis(grid, i - 1));
    }
    ties.bar(new Axis(grid, last), "GridSample reads coordinates along it");
  }
}
