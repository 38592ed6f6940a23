package dev.espalier.coupling;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Parameters;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.op.Trait;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Nodes that make something which depends neither on the data nor on a parameter, such as a mask.
 * They tie no units: where units along what they make are cut, the positions that stay are picked
 * from it.
 */
public final class Loose {
  private Loose() {}

  /**
   * {@return keys of such nodes} Those that fill a stated shape are none: the shape is restated.
   * Cost: one pass.
   *
   * @param graph of a prepared model
   * @param shapes observed of the model
   */
  public static Set<String> keys(Graph graph, Shapes shapes) {
    Set<Node> views = new HashSet<>(Parameters.views(graph, shapes.constants().keySet()));
    Set<String> outputs = graph.outputNames();
    Set<String> keys = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      List<String> made = node.outputs().stream().filter(o -> !o.isEmpty()).toList();
      boolean fills = Trait.FILLS.of(node) && OpRules.standard().of(node) != null;
      if (!fills
          && !views.contains(node)
          && made.stream().allMatch(o -> contents(shapes.constants().get(o)))
          && made.stream().noneMatch(outputs::contains)) {
        keys.add(node.key());
      }
    }
    return keys;
  }

  private static boolean contents(@org.jspecify.annotations.Nullable Tensor constant) {
    return constant != null && !constant.opaque() && constant.byteSize() > 0;
  }
}
