package dev.espalier.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a file makes of a network's scores for its callers: the number or name of the best class
 * (ArgMax, ArrayFeatureExtractor, LabelEncoder, Binarizer) and tables from names to scores
 * (ZipMap), as exporters of scikit-learn write them.
 *
 * <p>Nothing of it can be cut, tuned or judged, so a model is read without it ({@link #apart}): its
 * outputs are then the scores, those that only the ending reads included. It rides along unchanged
 * and is put back where the model is written or timed ({@link #joined}).
 *
 * @param nodes in topological order
 * @param initializers that only these nodes read
 * @param outputs of the whole file, in its order
 * @param bared values that became outputs only because the ending reads them
 * @param classes what it calls the classes, in the order of the scores; empty where it has no names
 */
public record Ending(
    List<Node> nodes,
    Map<String, Tensor> initializers,
    List<ValueInfo> outputs,
    Set<String> bared,
    List<String> classes) {
  /** Of a model whose outputs are all scores. */
  public static final Ending NONE = new Ending(List.of(), Map.of(), List.of(), Set.of(), List.of());

  private static final Set<String> LOOKUPS = Set.of("ArrayFeatureExtractor", "LabelEncoder");
  private static final Set<String> PICKS = Set.of("ZipMap", "Binarizer");

  public Ending {
    nodes = List.copyOf(nodes);
    initializers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    outputs = List.copyOf(outputs);
    bared = Set.copyOf(bared);
    classes = List.copyOf(classes);
  }

  /**
   * {@return the model without its ending, which it carries along} Cost: a few passes over the
   * nodes.
   *
   * @param model as it came
   * @param texts elements of a tensor of texts, which only the file's codec can read
   */
  public static Model apart(Model model, Function<Tensor, List<String>> texts) {
    Graph graph = model.graph();
    Set<Node> last = nodes(graph);
    if (last.isEmpty()) {
      return model;
    }
    List<Node> nodes = graph.nodes().stream().filter(last::contains).toList();
    List<Node> kept = graph.nodes().stream().filter(n -> !last.contains(n)).toList();
    Set<String> made = new HashSet<>();
    nodes.forEach(n -> made.addAll(n.outputs()));
    Map<String, ValueInfo> scores = new LinkedHashMap<>();
    graph.outputs().stream()
        .filter(o -> !made.contains(o.name()))
        .forEach(o -> scores.put(o.name(), o));
    Set<String> bared = read(nodes, graph.withNodes(kept).producers().keySet());
    bared.removeAll(scores.keySet());
    bared.forEach(value -> scores.put(value, stated(graph, value)));
    Graph network = graph.withNodes(kept).withOutputs(List.copyOf(scores.values())).pruned();
    Map<String, Tensor> own = new LinkedHashMap<>(graph.initializers());
    own.keySet().retainAll(read(nodes, own.keySet()));
    own.keySet().removeAll(network.initializers().keySet());
    List<String> classes = classes(nodes, graph.initializers(), texts);
    return model.withGraph(network).with(new Ending(nodes, own, graph.outputs(), bared, classes));
  }

  /** The graph of {@code model} with its ending: outputs as in the file, further ones behind. */
  static Graph joined(Graph graph, Ending ending) {
    if (ending.nodes.isEmpty()) {
      return graph;
    }
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.addAll(ending.nodes);
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.putAll(ending.initializers);
    Map<String, ValueInfo> outputs = new LinkedHashMap<>();
    ending.outputs.forEach(o -> outputs.put(o.name(), o));
    graph.outputs().stream()
        .filter(o -> !ending.bared.contains(o.name()))
        .forEach(o -> outputs.put(o.name(), o));
    return new Graph(
        graph.name(),
        nodes,
        initializers,
        graph.inputs(),
        List.copyOf(outputs.values()),
        graph.valueInfos());
  }

  /** {@return names of the file's outputs that are the ending's} */
  public List<String> names() {
    Set<String> made = new HashSet<>();
    nodes.forEach(n -> made.addAll(n.outputs()));
    return outputs.stream().map(ValueInfo::name).filter(made::contains).toList();
  }

  private static List<String> classes(
      List<Node> nodes, Map<String, Tensor> constants, Function<Tensor, List<String>> texts) {
    for (Node node : nodes) {
      List<String> names = classes(node, constants.get(node.input(0)), texts);
      if (!names.isEmpty()) {
        return names;
      }
    }
    return List.of();
  }

  private static List<String> classes(
      Node node, @Nullable Tensor table, Function<Tensor, List<String>> texts) {
    if (node.attributes().get("classlabels_strings") instanceof Attribute.Strings s) {
      return s.values();
    } else if (node.attributes().get("classlabels_int64s") instanceof Attribute.Ints n) {
      return n.values().stream().map(String::valueOf).toList();
    } else if (table == null || !node.op().equals("ArrayFeatureExtractor")) {
      return List.of();
    } else if (table.type() == DType.STRING) {
      return texts.apply(table);
    }
    boolean whole = table.type() == DType.INT32 || table.type() == DType.INT64;
    return whole ? Arrays.stream(table.longs()).mapToObj(String::valueOf).toList() : List.of();
  }

  /** Nodes that no score depends on: each leads from scores to an output and to nothing else. */
  private static Set<Node> nodes(Graph graph) {
    Map<String, Node> producers = graph.producers();
    Set<Node> nodes = new LinkedHashSet<>();
    for (ValueInfo output : graph.outputs()) {
      Set<Node> way = output.type().floating() ? null : way(output.name(), producers);
      if (way != null) {
        nodes.addAll(way);
      }
    }
    Map<String, List<Node>> readers = graph.consumers();
    boolean apart =
        nodes.stream()
            .flatMap(n -> n.outputs().stream())
            .flatMap(v -> readers.getOrDefault(v, List.of()).stream())
            .allMatch(nodes::contains);
    return apart ? nodes : Set.of();
  }

  /** From an output back to the picks that it is made of; null where it is made otherwise. */
  private static @Nullable Set<Node> way(String output, Map<String, Node> producers) {
    Set<Node> way = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(output));
    boolean picked = false;
    while (!open.isEmpty()) {
      Node node = producers.get(open.pop());
      if (node == null || !way.add(node)) {
        continue;
      }
      boolean learned = node.domain().equals("ai.onnx.ml");
      if (node.is("ArgMax") || node.is("ArgMin") || learned && PICKS.contains(node.op())) {
        picked = true;
      } else if (node.domain().isEmpty() && OperatorFamilies.SAME_ELEMENTS.contains(node.op())
          || learned && LOOKUPS.contains(node.op())) {
        node.inputs().forEach(open::push);
      } else {
        return null;
      }
    }
    return picked ? way : null;
  }

  private static Set<String> read(List<Node> nodes, Set<String> among) {
    Set<String> values = new LinkedHashSet<>();
    nodes.forEach(n -> values.addAll(Graph.reads(n)));
    values.retainAll(among);
    return values;
  }

  private static ValueInfo stated(Graph graph, String value) {
    return graph.valueInfos().stream()
        .filter(v -> v.name().equals(value))
        .findFirst()
        .orElseGet(() -> new ValueInfo(value, DType.OTHER, List.of(), false, new byte[0]));
  }
}
