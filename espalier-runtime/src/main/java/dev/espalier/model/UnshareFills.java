package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every reader of a value filled by ConstantOfShape (initial states of recurrent layers,
 * mostly) a copy of its own, so that layers are not tied through a constant that they happen to
 * share.
 */
public final class UnshareFills {
  private UnshareFills() {}

  /**
   * {@return the same function with one ConstantOfShape for each reader} Cost: one pass.
   *
   * @param model as it came
   */
  public static Model apply(Model model) {
    Graph graph = model.graph();
    Map<String, Integer> readers = new LinkedHashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(i -> readers.merge(i, 1, Integer::sum)));
    Map<String, Integer> copies = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      String fill = node.output(0);
      if (node.is("ConstantOfShape")
          && readers.getOrDefault(fill, 0) > 1
          && !graph.outputNames().contains(fill)) {
        for (int i = 1; i <= readers.getOrDefault(fill, 0); i++) {
          nodes.add(copy(node, copyName(fill, i)));
        }
        copies.put(fill, 0);
      } else {
        nodes.add(redirected(node, copies));
      }
    }
    return copies.isEmpty() ? model : model.withGraph(graph.withNodes(nodes).pruned());
  }

  private static Node copy(Node node, String output) {
    return new Node(
        output,
        node.domain(),
        node.op(),
        node.inputs(),
        List.of(output),
        node.attributes(),
        node.rest());
  }

  private static String copyName(String fill, int i) {
    return i == 1 ? fill : fill + "__" + i;
  }

  private static Node redirected(Node node, Map<String, Integer> copies) {
    if (node.inputs().stream().noneMatch(copies::containsKey)) {
      return node;
    }
    return node.withInputs(
        node.inputs().stream()
            .map(i -> copies.containsKey(i) ? copyName(i, copies.merge(i, 1, Integer::sum)) : i)
            .toList());
  }
}
