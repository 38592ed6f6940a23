package dev.espalier.prepare;

import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.op.Trait;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How large the numbers of an input may be: they may name rows of a table, or nodes of a graph. */
final class Lookups {
  private Lookups() {}

  /**
   * {@return rows of the smallest table that an input's numbers pick from; 0 where none is seen}
   * Cost: one pass over the nodes.
   *
   * @param graph that has the input
   * @param input its name
   * @param shapes of values by name; null where unknown
   */
  static int rows(Graph graph, String input, Function<String, int @Nullable []> shapes) {
    Set<String> moved = new HashSet<>(Set.of(input));
    int rows = 0;
    for (Node node : graph.nodes()) {
      boolean picks = Trait.PICKS.of(node);
      int[] table = picks && moved.contains(node.input(1)) ? shapes.apply(node.input(0)) : null;
      if (table != null) {
        int here = table[Dims.axis(node.intAttr("axis", 0), table.length)];
        rows = rows == 0 ? here : Math.min(rows, here);
      }
      if ((picks || Trait.MOVES_ELEMENTS.of(node)) && moved.contains(node.input(0))) {
        moved.addAll(node.outputs());
      }
    }
    return rows;
  }
}
