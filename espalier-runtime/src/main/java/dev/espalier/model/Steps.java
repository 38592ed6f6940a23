package dev.espalier.model;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a graph that round values to steps and back: QuantizeLinear with one scale, which
 * DequantizeLinear alone reads, and those that do.
 */
final class Steps {
  private final Graph graph;
  private final Set<String> quantised = new HashSet<>();

  private Steps(Graph graph) {
    this.graph = graph;
  }

  static Steps of(Graph graph) {
    Steps steps = new Steps(graph);
    Map<String, List<Node>> readers = graph.consumers();
    Set<String> outputs = graph.outputNames();
    for (Node node : graph.nodes()) {
      boolean back =
          readers.getOrDefault(node.output(0), List.of()).stream()
              .allMatch(n -> n.is("DequantizeLinear"));
      if (node.is("QuantizeLinear")
          && back
          && !outputs.contains(node.output(0))
          && steps.range(node) != null) {
        steps.quantised.add(node.output(0));
      }
    }
    return steps;
  }

  boolean isEmpty() {
    return quantised.isEmpty();
  }

  boolean holds(Node node) {
    return quantised.contains(node.output(0))
        || node.is("DequantizeLinear") && quantised.contains(node.input(0));
  }

  /** Nodes in place of one of these that do all but round. */
  List<Node> unrounded(Node node, GraphWriter names, Map<String, Tensor> initializers) {
    double[] range = quantised.contains(node.output(0)) ? range(node) : null;
    if (range == null) {
      return List.of(
          Node.of("Identity", node.name(), List.of(node.input(0)), List.of(node.output(0))));
    }
    String low = names.claim(node.key() + "/low");
    String high = names.claim(node.key() + "/high");
    String above = names.claim(node.key() + "/above");
    initializers.put(low, Tensor.floats(new float[] {(float) range[0]}));
    initializers.put(high, Tensor.floats(new float[] {(float) range[1]}));
    return List.of(
        Node.of("Max", above, List.of(node.input(0), low), List.of(above)),
        Node.of("Min", node.name(), List.of(above, high), List.of(node.output(0))));
  }

  /** The least and the largest number that the steps reach; null where they are not known. */
  private double @Nullable [] range(Node node) {
    Tensor scale = graph.initializers().get(node.input(1));
    Tensor zero = graph.initializers().get(node.input(2));
    boolean plain =
        node.hasInput(2) ? zero != null && zero.size() == 1 : node.intAttr("output_dtype", 0) == 0;
    if (scale == null || scale.size() != 1 || scale.type() != DType.FLOAT || !plain) {
      return null;
    }
    double[] ends = ends(zero == null ? DType.UINT8 : zero.type());
    if (ends.length == 0) {
      return null;
    }
    double step = scale.number(0);
    double middle = zero == null ? 0 : zero.number(0);
    return new double[] {(ends[0] - middle) * step, (ends[1] - middle) * step};
  }

  private static double[] ends(DType type) {
    return switch (type) {
      case UINT8 -> new double[] {0, 255};
      case INT8 -> new double[] {-128, 127};
      case UINT16 -> new double[] {0, 65535};
      case INT16 -> new double[] {-32768, 32767};
      default -> new double[0];
    };
  }
}
