package dev.espalier.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A dataflow graph in single-assignment form; nodes stand in topological order.
 *
 * @param name as in the file
 * @param nodes in topological order
 * @param initializers constants by value name, in the file's order
 * @param inputs graph inputs; in old files these include initializers (see {@link #dataInputs()})
 * @param outputs graph outputs
 * @param valueInfos stated types of inner values; hints only
 */
public record Graph(
    String name,
    List<Node> nodes,
    Map<String, Tensor> initializers,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs,
    List<ValueInfo> valueInfos) {
  public Graph {
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    valueInfos = List.copyOf(valueInfos);
  }

  /** {@return inputs that a caller must feed: those that are not initializers too} */
  public List<ValueInfo> dataInputs() {
    return inputs.stream().filter(i -> !initializers.containsKey(i.name())).toList();
  }

  /** {@return which node produces each value} Cost: one pass. */
  public Map<String, Node> producers() {
    Map<String, Node> map = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          map.put(output, node);
        }
      }
    }
    return map;
  }

  /** {@return which nodes read each value, captures of subgraphs included} Cost: one pass. */
  public Map<String, List<Node>> consumers() {
    Map<String, List<Node>> map = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (String input : reads(node)) {
        map.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
      }
    }
    return map;
  }

  /**
   * {@return distinct values that a node reads: its inputs, and what subgraphs in its attributes
   * capture}
   *
   * @param node with all its attributes
   */
  public static Set<String> reads(Node node) {
    Set<String> names = new java.util.LinkedHashSet<>(node.inputs());
    names.addAll(captured(node));
    names.remove("");
    return names;
  }

  /**
   * {@return values of the graph that subgraphs in a node's attributes read}
   *
   * @param node with all its attributes
   */
  public static Set<String> captured(Node node) {
    Set<String> names = new java.util.LinkedHashSet<>();
    for (Attribute attribute : node.attributes().values()) {
      if (attribute instanceof Attribute.Opaque opaque) {
        names.addAll(opaque.captures());
      }
    }
    return names;
  }

  /**
   * {@return values whose names cannot change: the graph's outputs, and what subgraphs in
   * attributes read}
   */
  public Set<String> fixedNames() {
    Set<String> names = outputNames();
    for (Node node : nodes) {
      for (Attribute attribute : node.attributes().values()) {
        if (attribute instanceof Attribute.Opaque opaque) {
          names.addAll(opaque.captures());
        }
      }
    }
    return names;
  }

  /** {@return names of the outputs, in order} */
  public Set<String> outputNames() {
    Set<String> names = new java.util.LinkedHashSet<>();
    outputs.forEach(o -> names.add(o.name()));
    return names;
  }

  /**
   * {@return the same with other nodes}
   *
   * @param changed what stands in place of the graph's own
   */
  public Graph withNodes(List<Node> changed) {
    return new Graph(name, changed, initializers, inputs, outputs, valueInfos);
  }

  /**
   * {@return the same with other initializers}
   *
   * @param changed what stands in place of the graph's own
   */
  public Graph withInitializers(Map<String, Tensor> changed) {
    return new Graph(name, nodes, changed, inputs, outputs, valueInfos);
  }

  /**
   * {@return the same with values as further outputs, as far as they are none}
   *
   * @param values that someone wants to look at
   */
  public Graph observing(Collection<String> values) {
    List<ValueInfo> all = new ArrayList<>(outputs);
    values.stream()
        .filter(v -> !outputNames().contains(v))
        .forEach(v -> all.add(ValueInfo.untyped(v)));
    return withOutputs(all);
  }

  /**
   * {@return the same with other outputs}
   *
   * @param changed what stands in place of the graph's own
   */
  public Graph withOutputs(List<ValueInfo> changed) {
    return new Graph(name, nodes, initializers, inputs, changed, valueInfos);
  }

  /**
   * {@return the same with other inputs}
   *
   * @param changed what stands in place of the graph's own
   */
  public Graph withInputs(List<ValueInfo> changed) {
    return new Graph(name, nodes, initializers, changed, outputs, valueInfos);
  }

  /** {@return the same without what it states of inner values} */
  public Graph withoutValueInfos() {
    return new Graph(name, nodes, initializers, inputs, outputs, List.of());
  }

  /**
   * Without nodes that no output needs and initializers that nothing reads. Cost: one pass
   * backwards.
   *
   * @return the graph of what is left
   */
  public Graph pruned() {
    Set<String> needed = new HashSet<>(outputNames());
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        kept.add(node);
        needed.addAll(reads(node));
      }
    }
    Collections.reverse(kept);
    Map<String, Tensor> used = new LinkedHashMap<>(initializers);
    used.keySet().retainAll(needed);
    List<ValueInfo> stillInputs =
        inputs.stream()
            .filter(i -> used.containsKey(i.name()) || !initializers.containsKey(i.name()))
            .toList();
    return new Graph(name, kept, used, stillInputs, outputs, valueInfos);
  }

  /**
   * {@return nodes in topological order, whatever order they came in; throws {@link
   * IllegalArgumentException} naming a node on a cycle}
   *
   * @param nodes in any order
   * @param available names of values that no node makes: inputs and initializers
   */
  public static List<Node> sorted(Collection<Node> nodes, Set<String> available) {
    Set<String> ready = new HashSet<>(available);
    List<Node> pending = new ArrayList<>(nodes);
    List<Node> sorted = new ArrayList<>();
    Set<String> produced = new HashSet<>();
    pending.forEach(n -> produced.addAll(n.outputs()));
    while (!pending.isEmpty()) {
      List<Node> blocked = new ArrayList<>();
      for (Node node : pending) {
        if (reads(node).stream().allMatch(v -> ready.contains(v) || !produced.contains(v))) {
          sorted.add(node);
          ready.addAll(node.outputs());
        } else {
          blocked.add(node);
        }
      }
      if (blocked.size() == pending.size()) {
        throw new IllegalArgumentException("the graph has a cycle through " + blocked.get(0));
      }
      pending = blocked;
    }
    return sorted;
  }
}
