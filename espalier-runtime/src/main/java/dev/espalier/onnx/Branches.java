package dev.espalier.onnx;

import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the branch that is always taken in place of an If whose condition is a constant: stated, or
 * computed from shapes and the same at every size that was tried.
 */
public final class Branches {
  private final Map<String, Tensor> initializers;
  private final List<Node> nodes = new ArrayList<>();
  private final FreshNames fresh = new FreshNames();

  private Branches(Graph graph) {
    this.initializers = new LinkedHashMap<>(graph.initializers());
    fresh.take(initializers.keySet());
    graph.inputs().stream().map(ValueInfo::name).forEach(fresh::of);
    graph.nodes().forEach(node -> node.outputs().forEach(fresh::of));
  }

  /**
   * The same function without such nodes of the main graph; empty where it has none. Branches may
   * hold further ones. Cost: one pass.
   */
  public static Optional<Model> taken(Model model, Shapes shapes) {
    Graph graph = model.graph();
    Branches branches = new Branches(graph);
    boolean found = false;
    for (Node node : graph.nodes()) {
      Tensor condition = node.is("If") ? known(node.input(0), graph, shapes) : null;
      Graph branch = condition == null ? null : branch(node, condition.data().get(0) != 0);
      found |= branch != null;
      if (branch == null) {
        branches.nodes.add(node);
      } else {
        branches.splice(node, branch);
      }
    }
    return found
        ? Optional.of(
            model.withGraph(
                graph.withNodes(branches.nodes).withInitializers(branches.initializers)))
        : Optional.empty();
  }

  private static @Nullable Tensor known(String value, Graph graph, Shapes shapes) {
    Tensor stated = graph.initializers().get(value);
    Tensor tensor = stated == null ? shapes.constants().get(value) : stated;
    return tensor == null || tensor.opaque() || tensor.size() != 1 ? null : tensor;
  }

  private static @Nullable Graph branch(Node node, boolean condition) {
    return Subgraphs.graph(node, condition ? "then_branch" : "else_branch").orElse(null);
  }

  private void splice(Node node, Graph branch) {
    String prefix = FreshNames.clipped(node.label()) + "/";
    Map<String, String> names = new HashMap<>();
    Map<String, String> copies = new LinkedHashMap<>();
    Map<String, Node> makers = branch.producers();
    List<ValueInfo> results = branch.outputs();
    for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
      String outside = node.output(i);
      String inside = results.get(i).name();
      boolean makes = makers.containsKey(inside) && !outside.isEmpty();
      if (!outside.isEmpty() && (!makes || names.putIfAbsent(inside, outside) != null)) {
        copies.put(outside, inside);
      }
    }
    for (String own : branch.initializers().keySet()) {
      names.put(own, fresh.of(prefix + FreshNames.clipped(own)));
    }
    for (Node inner : branch.nodes()) {
      for (String own : inner.outputs()) {
        if (!own.isEmpty()) {
          names.computeIfAbsent(own, name -> fresh.of(prefix + FreshNames.clipped(name)));
        }
      }
    }
    branch.initializers().forEach((n, tensor) -> initializers.put(named(n, names), tensor));
    branch.nodes().forEach(inner -> nodes.add(renamed(inner, prefix, names)));
    copies.forEach(
        (outside, inside) ->
            nodes.add(Node.of("Identity", "", List.of(named(inside, names)), List.of(outside))));
  }

  /** What the branch does not make itself it reads from outside, by the same name. */
  private static String named(String inside, Map<String, String> names) {
    return names.getOrDefault(inside, inside);
  }

  private static Node renamed(Node node, String prefix, Map<String, String> names) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (key, value) ->
            value instanceof Attribute.Opaque opaque
                ? Subgraphs.renamed(opaque, name -> named(name, names))
                : value);
    return new Node(
        node.name().isEmpty() ? "" : prefix + FreshNames.clipped(node.name()),
        node.domain(),
        node.op(),
        node.inputs().stream().map(name -> named(name, names)).toList(),
        node.outputs().stream().map(name -> named(name, names)).toList(),
        attributes,
        node.rest());
  }
}
