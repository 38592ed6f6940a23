package dev.espalier.op;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Faults in a model's contents that no format check sees. */
public final class Checks {
  private Checks() {}

  /**
   * Refuses weights that are no numbers; see {@link dev.espalier.model.ConstantNodes} for weights
   * in Constant nodes, which must be initializers first. Infinities are refused where operators
   * multiply by them; elsewhere they are legal (attention masks, clip bounds).
   *
   * @param model the model
   * @param name what messages call it, usually its file
   * @throws ModelFormatException naming the first such initializer and the position in it
   */
  public static void finite(Model model, String name) {
    Set<String> weights = weights(model.graph());
    for (Map.Entry<String, Tensor> entry : model.graph().initializers().entrySet()) {
      boolean infinityAllowed = !weights.contains(entry.getKey());
      int position = firstFault(entry.getValue(), infinityAllowed);
      if (position >= 0) {
        throw new ModelFormatException(
            name
                + ": initializer '"
                + entry.getKey()
                + "' "
                + entry.getValue()
                + " holds "
                + entry.getValue().number(position)
                + " at position "
                + position
                + "; its training diverged or the file is damaged, use an earlier checkpoint");
      }
    }
  }

  private static Set<String> weights(Graph graph) {
    Set<String> names = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (Trait.WEIGHTED.of(node)) {
        names.addAll(node.inputs());
      }
    }
    return names;
  }

  private static int firstFault(Tensor tensor, boolean infinityAllowed) {
    int n = tensor.type().floating() ? tensor.size() : 0;
    for (int i = 0; i < n; i++) {
      double value = tensor.number(i);
      if (Double.isNaN(value) || (Double.isInfinite(value) && !infinityAllowed)) {
        return i;
      }
    }
    return -1;
  }
}
