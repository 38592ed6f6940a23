package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import java.util.List;
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
        tile(new Axis(x, i), new Axis(y, i), ties);
      }
    }
  }

  /** What is repeated as a whole stands there as often: the copies are outermost. */
  private static void tile(Axis in, Axis out, Ties ties) {
    Shapes.Observed x = ties.shape(in.value());
    Shapes.Observed y = ties.shape(out.value());
    int a = x.a()[in.index()];
    int b = x.b()[in.index()];
    if (x.sameAxis(in.index(), y, out.index())) {
      ties.tie(in, out);
    } else if (a > 1 && b > 1) {
      Axis copies = ties.piece(y.a()[out.index()] / a, y.b()[out.index()] / b);
      ties.fix(copies);
      ties.factor(out, List.of(copies, in));
    } else {
      ties.bar(in, "Tile repeats it");
      ties.bar(out, "Tile repeats it");
    }
  }
}
