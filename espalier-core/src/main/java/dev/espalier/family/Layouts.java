package dev.espalier.family;

import dev.espalier.family.ExitPoint.Layout;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.op.Trait;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the axes of a graph's values mean, known from the operators that they come from. */
final class Layouts {
  private final Set<String> maps = new HashSet<>();

  Layouts(Graph graph) {
    for (Node node : graph.nodes()) {
      boolean passes =
          node.domain().isEmpty()
              && !Trait.MOVES_AXES.of(node)
              && Graph.reads(node).stream().anyMatch(maps::contains);
      if (Trait.MAPS.of(node) || passes) {
        maps.addAll(node.outputs());
      }
    }
  }

  /** The layout of a value of two or more axes; empty where it is not known. */
  Optional<Layout> of(String value, Shapes.Observed shape) {
    if (shape.rank() == 2) {
      return Optional.of(Layout.FLAT);
    } else if (shape.rank() > 2 && maps.contains(value)) {
      return Optional.of(Layout.CHANNELS);
    }
    return shape.rank() == 3 ? Optional.of(Layout.STEPS) : Optional.empty();
  }
}
