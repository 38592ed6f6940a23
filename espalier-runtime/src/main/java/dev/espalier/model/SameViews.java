package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets nodes that compute the same of the same parameters be one node, so that layers which share a
 * parameter share what is made of it: exporters transpose, slice or cast shared weights anew for
 * each layer.
 */
public final class SameViews {
  private SameViews() {}

  /**
   * {@return the same function} Cost: one pass.
   *
   * @param model as it came
   */
  public static Model joined(Model model) {
    Graph graph = model.graph();
    Set<String> fixed = graph.fixedNames();
    Set<Node> views = Set.copyOf(Parameters.views(graph));
    Map<Object, Node> first = new LinkedHashMap<>();
    Map<String, String> same = new LinkedHashMap<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node read = node.reading(same);
      Node before =
          views.contains(node) && node.outputs().stream().noneMatch(fixed::contains)
              ? first.putIfAbsent(key(read, graph), read)
              : null;
      if (before == null) {
        kept.add(read);
      } else {
        for (int i = 0; i < node.outputs().size(); i++) {
          same.put(node.output(i), before.output(i));
        }
      }
    }
    return same.isEmpty() ? model : model.withGraph(graph.withNodes(kept).pruned());
  }

  /** What a node computes: constants that are no parameters count by their contents. */
  private static List<Object> key(Node node, Graph graph) {
    List<Object> key = new ArrayList<>(List.of(node.domain(), node.op(), node.attributes()));
    key.add(node.outputs().stream().map(String::isEmpty).toList());
    for (String input : node.inputs()) {
      Tensor tensor = graph.initializers().get(input);
      key.add(tensor == null || Parameters.is(tensor) ? input : tensor);
    }
    return key;
  }
}
