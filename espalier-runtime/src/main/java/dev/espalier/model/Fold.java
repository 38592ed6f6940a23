package dev.espalier.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Replaces nodes that were seen to compute constants by these constants, where the file does not
 * grow by it: weights put together by Slice and Concat, shape arithmetic.
 *
 * <p>Parameters that something else reads too, or that are read in several forms (a table and its
 * transpose, half precision behind Cast), stay one parameter, and the nodes that make other forms
 * of it stay. So do nodes that make much of little, such as masks; those that draw random numbers,
 * unpack quantised weights or produce a graph output; and those whose output has no elements: with
 * a length of 0 known beforehand ONNX Runtime refuses nodes behind it that would never run.
 */
public final class Fold {
  /** What a node and its operands take in a file, about. */
  private static final long NODE_BYTES = 1024;

  private final Graph graph;
  private final Map<String, Tensor> constants;
  private final Map<String, List<Node>> readers;
  private final Set<String> fixed;

  private Fold(Graph graph, Map<String, Tensor> constants) {
    this.graph = graph;
    this.constants = constants;
    this.readers = graph.consumers();
    this.fixed = graph.fixedNames();
  }

  /**
   * {@return the same function, without nodes and initializers that nothing needs any more} Cost:
   * one pass.
   *
   * @param model as it came
   * @param shapes observed of the model, with the values that are constant
   */
  public static Model apply(Model model, Shapes shapes) {
    Fold fold = new Fold(model.graph(), shapes.constants());
    Set<Node> gone = fold.folded();
    Graph graph = model.graph();
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (gone.contains(node)) {
        named(node).forEach(v -> initializers.put(v, fold.constants.get(v)));
      } else {
        kept.add(node);
      }
    }
    return model.withGraph(graph.withNodes(kept).withInitializers(initializers).pruned());
  }

  private Set<Node> folded() {
    Set<Node> views = Set.copyOf(Parameters.views(graph, constants.keySet()));
    Set<Node> gone = new HashSet<>();
    List<Node> made = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (foldable(node) && views.contains(node)) {
        made.add(node);
      } else if (foldable(node) && named(node).stream().allMatch(this::small)) {
        gone.add(node);
      }
    }
    Set<String> parameters = Parameters.of(graph);
    connected(made, parameters).stream()
        .filter(together -> saves(together, parameters))
        .forEach(gone::addAll);
    return gone;
  }

  private boolean foldable(Node node) {
    if (node.is("DequantizeLinear")
        || node.domain().isEmpty() && OperatorFamilies.RANDOM.contains(node.op())) {
      return false;
    }
    return named(node).stream().allMatch(this::foldable);
  }

  private boolean foldable(String value) {
    Tensor constant = constants.get(value);
    return constant != null
        && !constant.opaque()
        && constant.byteSize() > 0
        && !graph.outputNames().contains(value);
  }

  /** Whether a constant takes no more than what computes it, and would not count as weights. */
  private boolean small(String value) {
    Tensor constant = Objects.requireNonNull(constants.get(value));
    boolean real =
        switch (constant.type()) {
          case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
          default -> false;
        };
    return constant.byteSize() <= NODE_BYTES && (!real || constant.size() == 1);
  }

  /** Nodes that have a parameter, or something made of one, in common. */
  private static Collection<Set<Node>> connected(List<Node> nodes, Set<String> parameters) {
    Map<String, String> joined = new HashMap<>();
    Set<String> made = new HashSet<>(parameters);
    for (Node node : nodes) {
      Set<String> values = new HashSet<>(Graph.reads(node));
      values.retainAll(made);
      values.addAll(named(node));
      made.addAll(named(node));
      values.forEach(v -> joined.put(root(v, joined), root(node.key(), joined)));
    }
    Map<String, Set<Node>> sets = new LinkedHashMap<>();
    for (Node node : nodes) {
      sets.computeIfAbsent(root(node.key(), joined), k -> new HashSet<>()).add(node);
    }
    return sets.values();
  }

  private static String root(String value, Map<String, String> joined) {
    String at = value;
    for (String up = joined.get(at); up != null && !up.equals(at); up = joined.get(at)) {
      at = up;
    }
    if (!at.equals(value)) {
      joined.put(value, at);
    }
    return at;
  }

  /** Whether what the nodes make takes no more than the parameters that nothing else reads. */
  private boolean saves(Set<Node> nodes, Set<String> parameters) {
    Set<String> made = new HashSet<>();
    Set<String> freed = new HashSet<>();
    for (Node node : nodes) {
      named(node).stream().filter(v -> readElsewhere(v, nodes)).forEach(made::add);
      Graph.reads(node).stream()
          .filter(v -> parameters.contains(v) && !readElsewhere(v, nodes))
          .forEach(freed::add);
    }
    long before = freed.stream().mapToLong(v -> tensor(v).byteSize()).sum();
    return bytes(made) <= before;
  }

  private boolean readElsewhere(String value, Set<Node> nodes) {
    return fixed.contains(value) || !nodes.containsAll(readers.getOrDefault(value, List.of()));
  }

  private Tensor tensor(String initializer) {
    return Objects.requireNonNull(graph.initializers().get(initializer));
  }

  private long bytes(Iterable<String> values) {
    long total = 0;
    for (String value : values) {
      total += Objects.requireNonNull(constants.get(value)).byteSize();
    }
    return total;
  }

  private static List<String> named(Node node) {
    return node.outputs().stream().filter(value -> !value.isEmpty()).toList();
  }
}
