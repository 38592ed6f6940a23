package dev.espalier.family;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.op.Trait;
import dev.espalier.plan.Cost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ways of the data through a graph: nodes between inputs and outputs, and which values are
 * free. A value is free that follows from inputs without weights and without multiply–accumulate
 * operations (sizes, masks): whoever needs it computes it again.
 *
 * <p>Cost: a few passes over the graph.
 */
final class Flow {
  private static final OpRules RULES = OpRules.standard();

  private final Graph graph;
  private final Map<String, Long> macs;
  private final Set<String> free = new HashSet<>(Set.of(""));
  private final List<Node> path = new ArrayList<>();
  private final Map<String, Integer> lastRead = new LinkedHashMap<>();

  Flow(Coupling coupling) {
    this.graph = coupling.model().graph();
    this.macs = new Cost(coupling, RULES).macsByNode(Map.of());
    graph.dataInputs().forEach(i -> free.add(i.name()));
    graph.initializers().forEach((name, tensor) -> addNumber(name, tensor));
    for (Node node : graph.nodes()) {
      if (plain(node) && free.containsAll(Graph.reads(node))) {
        free.addAll(node.outputs());
      }
    }
    free.addAll(graph.initializers().keySet());
    findPath();
  }

  /** Integers and single numbers are parts of formulas, other floats are weights. */
  private void addNumber(String name, Tensor tensor) {
    if (tensor.type() != DType.FLOAT || tensor.size() == 1) {
      free.add(name);
    }
  }

  /** Whether a node's cost is known to be nothing. */
  private boolean plain(Node node) {
    boolean known = RULES.of(node) != null || Trait.FILLS.of(node);
    return known && !macs.containsKey(node.key());
  }

  private void findPath() {
    Set<String> needed = new HashSet<>(graph.outputNames());
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(Graph.reads(node));
        if (!free.containsAll(node.outputs())) {
          path.add(node);
        }
      }
    }
    Collections.reverse(path);
    for (int i = 0; i < path.size(); i++) {
      for (String value : Graph.reads(path.get(i))) {
        lastRead.put(value, i);
      }
    }
    graph.outputNames().forEach(o -> lastRead.put(o, path.size()));
  }

  boolean isFree(String value) {
    return free.contains(value);
  }

  long totalMacs() {
    return macs.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * A place behind a node.
   *
   * @param node the last one before it
   * @param macs spent before it
   * @param crossing values computed before and read after it, free ones aside
   */
  record Place(Node node, long macs, List<String> crossing) {}

  /**
   * The places behind all nodes but the last on the ways, in the graph's order. Where one value
   * crosses, it is a cut vertex: a node that neither leads to it nor follows from it would lie on a
   * way around it, whose value would cross as well, whatever order the nodes stand in.
   */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    Set<String> open = new LinkedHashSet<>();
    long spent = 0;
    for (int i = 0; i < path.size() - 1; i++) {
      int at = i;
      Node node = path.get(i);
      node.outputs().stream().filter(v -> !v.isEmpty()).forEach(open::add);
      open.removeIf(v -> lastRead.getOrDefault(v, -1) <= at);
      spent += macs.getOrDefault(node.key(), 0L);
      places.add(new Place(node, spent, List.copyOf(open)));
    }
    return places;
  }
}
