package dev.espalier.onnx;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks that every value of a graph has one source, that all reads meet one, and puts the nodes in
 * order.
 */
final class Wiring {
  private final Graph graph;
  private final Place place;
  private final Set<String> known = new HashSet<>();

  private Wiring(Graph graph, Place place) {
    this.graph = graph;
    this.place = place;
  }

  /** The same graph, its nodes in topological order. */
  static Graph checked(Graph graph, Place place) {
    return new Wiring(graph, place).checked();
  }

  private Graph checked() {
    for (ValueInfo input : graph.inputs()) {
      if (!known.add(input.name())) {
        throw place.fail("states the input '" + input.name() + "' twice; export the model again");
      }
    }
    known.addAll(graph.initializers().keySet());
    Set<String> given = Set.copyOf(known);
    graph.nodes().forEach(this::addOutputs);
    graph.nodes().forEach(this::checkReads);
    for (String output : graph.outputNames()) {
      if (!known.contains(output)) {
        throw place.fail(
            "graph output '" + output + "' is produced by no node; export the model again");
      }
    }
    return isOrdered(given) ? graph : graph.withNodes(ordered(given));
  }

  private void addOutputs(Node node) {
    for (String output : node.outputs()) {
      if (!output.isEmpty() && !known.add(output)) {
        throw place.fail(
            "node '"
                + node
                + "' produces '"
                + output
                + "', which has another source already; export the model again");
      }
    }
  }

  private void checkReads(Node node) {
    for (String value : Graph.reads(node)) {
      if (!known.contains(value)) {
        throw place.fail(
            "node '"
                + node
                + "' reads '"
                + value
                + "', which nothing produces; export the model again");
      }
    }
  }

  private boolean isOrdered(Set<String> given) {
    Set<String> ready = new HashSet<>(given);
    for (Node node : graph.nodes()) {
      if (!ready.containsAll(Graph.reads(node))) {
        return false;
      }
      ready.addAll(node.outputs());
    }
    return true;
  }

  private List<Node> ordered(Set<String> given) {
    try {
      return Graph.sorted(graph.nodes(), given);
    } catch (IllegalArgumentException e) {
      throw place.fail(e.getMessage() + "; export the model again", e);
    }
  }
}
