package dev.espalier.quantise;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values are rounded so that layers of the static form compute with integers: what such a
 * layer reads, what a convolution makes, and what operators between them make that have integer
 * kernels too, so that nothing is turned to floats and back on the way.
 */
final class RoundedValues {
  private final Graph graph;
  private final Map<String, List<Node>> consumers;
  private final Set<String> outputs;
  private final Map<String, Form> layers;

  /** A value's name, and the one whose range it has. */
  private final Map<String, String> ranges = new LinkedHashMap<>();

  private RoundedValues(Graph graph, Map<String, Form> layers) {
    this.graph = graph;
    this.consumers = graph.consumers();
    this.outputs = graph.outputNames();
    this.layers = layers;
  }

  /**
   * {@return the values to round, each with the one whose range it has: itself, or where its
   * numbers come from}
   *
   * @param graph that is quantised
   * @param layers form of each layer, by its node's key
   */
  static Map<String, String> of(Graph graph, Map<String, Form> layers) {
    RoundedValues values = new RoundedValues(graph, layers);
    for (Node node : graph.nodes()) {
      if (values.isStatic(node)) {
        values.round(node.input(0));
      }
    }
    for (Node node : graph.nodes()) {
      values.pass(node);
    }
    values.dropIdle();
    return values.ranges;
  }

  private boolean isStatic(Node node) {
    return layers.get(node.key()) == Form.STATIC;
  }

  private void round(String value) {
    ranges.putIfAbsent(value, value);
  }

  /** In the graph's order, so that what a node reads is settled before what it makes. */
  private void pass(Node node) {
    if (isStatic(node) && node.is("Conv")) {
      round(settled(node.output(0)));
    } else if (node.domain().isEmpty()
        && OperatorFamilies.INTEGER_KERNELS.contains(node.op())
        && reads(node)) {
      round(settled(node.output(0)));
    } else if (node.domain().isEmpty()
        && OperatorFamilies.INTEGER_MOVES.contains(node.op())
        && reads(node)) {
      String from = node.input(0);
      ranges.put(node.output(0), ranges.getOrDefault(from, from));
    }
  }

  /** Whether all that a node reads of the data is rounded. */
  private boolean reads(Node node) {
    if (OperatorFamilies.INTEGER_MOVES.contains(node.op())) {
      return ranges.containsKey(node.input(0));
    }
    return node.inputs().stream().allMatch(ranges::containsKey);
  }

  /** Behind the activation that alone reads a value, if there is one. */
  private String settled(String value) {
    List<Node> readers = consumers.getOrDefault(value, List.of());
    boolean alone = readers.size() == 1 && !outputs.contains(value);
    return alone
            && readers.get(0).domain().isEmpty()
            && OperatorFamilies.CLIPPING.contains(readers.get(0).op())
            && readers.get(0).input(0).equals(value)
        ? readers.get(0).output(0)
        : value;
  }

  /** Without those that only float nodes read and no convolution makes: rounding gains nothing. */
  private void dropIdle() {
    Set<String> needed = new LinkedHashSet<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      boolean made = node.outputs().stream().anyMatch(o -> needed.contains(settled(o)));
      boolean integer =
          OperatorFamilies.INTEGER_KERNELS.contains(node.op())
              || OperatorFamilies.INTEGER_MOVES.contains(node.op());
      if (isStatic(node)) {
        needed.add(node.input(0));
        if (node.is("Conv")) {
          needed.add(settled(node.output(0)));
        }
      } else if (integer && made) {
        needed.addAll(node.inputs());
      }
    }
    ranges.keySet().removeIf(v -> !needed.contains(v));
    ranges.replaceAll((value, from) -> ranges.containsKey(from) ? from : value);
    ranges.keySet().removeAll(graph.initializers().keySet());
  }
}
