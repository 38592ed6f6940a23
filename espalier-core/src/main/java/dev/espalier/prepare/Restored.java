package dev.espalier.prepare;

import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trained weights back in the structure that a file had: constants where they stood, names as they
 * were.
 */
public final class Restored {
  private Restored() {}

  /**
   * {@return the original with the trained model's weights; the trained model itself where it holds
   * weights that the original lacks}
   *
   * @param original as it came
   * @param trained the same function, prepared and trained
   */
  public static Model of(Model original, Model trained) {
    Graph graph = original.graph();
    Map<String, Tensor> weights = new LinkedHashMap<>(trained.graph().initializers());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Tensor weight = weights.get(node.output(0));
      if (weight != null
          && node.is("Constant")
          && node.attributes().get("value") instanceof Attribute.TensorValue) {
        nodes.add(node.withAttribute("value", new Attribute.TensorValue(weight)));
        weights.remove(node.output(0));
      } else {
        nodes.add(node);
        weights.computeIfPresent(node.output(0), (name, same) -> node.is("Constant") ? null : same);
      }
    }
    if (!graph.initializers().keySet().containsAll(weights.keySet())) {
      return trained;
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.putAll(weights);
    return original.withGraph(graph.withNodes(nodes).withInitializers(initializers));
  }
}
