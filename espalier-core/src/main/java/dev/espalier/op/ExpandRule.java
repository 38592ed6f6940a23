package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/** Expand, Tile and ConstantOfShape: values made to a stated shape. */
final class ExpandRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Expand", "Tile", "ConstantOfShape");
  }

  @Override
  public Set<Trait> traits(String op) {
    return switch (op) {
      case "Expand" -> Set.of(Trait.MOVES_ELEMENTS);
      case "ConstantOfShape" -> Set.of(Trait.FILLS);
      default -> Set.of();
    };
  }

  @Override
  public int shapeInput(String op) {
    return switch (op) {
      case "Expand" -> 1;
      case "ConstantOfShape" -> 0;
      default -> NO_INPUT;
    };
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    if (node.op().equals("Expand")) {
      Broadcast.tie(x, y, ties);
    } else if (node.op().equals("Tile")) {
      for (int i = 0; i < ties.shape(x).rank(); i++) {
        if (ties.shape(x).sameAxis(i, ties.shape(y), i)) {
          ties.tie(new Axis(x, i), new Axis(y, i));
        } else {
          ties.bar(new Axis(x, i), "Tile repeats it");
          ties.bar(new Axis(y, i), "Tile repeats it");
        }
      }
    }
  }
}
