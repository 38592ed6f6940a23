package dev.espalier.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which constants are parameters, and which values of a graph are made of them and of nothing that
 * is fed: transposed, reshaped, cast, sliced or otherwise computed.
 *
 * <p>A parameter holds numbers that differ. Zeros, ones, sizes and positions are none: that several
 * nodes read one tensor of them is an accident of how the file was written.
 */
public final class Parameters {
  private Parameters() {}

  /**
   * {@return whether a constant is a parameter} Cost: up to the first element that differs.
   *
   * @param tensor a constant of a graph
   */
  public static boolean is(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128 -> differs(tensor);
      case INT8, UINT8 -> tensor.rank() > 1 && differs(tensor);
      default -> tensor.opaque();
    };
  }

  private static boolean differs(Tensor tensor) {
    ByteBuffer data = tensor.data();
    int width = tensor.type().bytes();
    for (int i = width; i < data.limit(); i++) {
      if (data.get(i) != data.get(i - width)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return names of the initializers that are parameters}
   *
   * @param graph with all its initializers
   */
  public static Set<String> of(Graph graph) {
    Set<String> names = new LinkedHashSet<>();
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (is(tensor)) {
                names.add(name);
              }
            });
    return names;
  }

  /**
   * {@return the nodes that compute something of parameters and other constants alone}
   *
   * @param graph with all its initializers
   */
  public static List<Node> views(Graph graph) {
    return ofParameters(constant(graph), of(graph));
  }

  /**
   * {@return the nodes that compute something of constants alone, of which none is a parameter}
   *
   * @param graph with all its initializers
   */
  public static List<Node> formulas(Graph graph) {
    List<Node> made = constant(graph);
    Set<Node> views = Set.copyOf(ofParameters(made, of(graph)));
    return made.stream().filter(n -> !views.contains(n)).toList();
  }

  private static List<Node> constant(Graph graph) {
    Set<String> constant = new HashSet<>(graph.initializers().keySet());
    List<Node> made = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean random = node.domain().isEmpty() && OperatorFamilies.RANDOM.contains(node.op());
      if (!random && constant.containsAll(Graph.reads(node))) {
        constant.addAll(node.outputs());
        made.add(node);
      }
    }
    return made;
  }

  /**
   * The same of a graph whose constant values were observed, which may depend on shapes too.
   *
   * @param graph with all its initializers
   * @param constants values of nodes that do not depend on the data
   * @return the nodes that compute something of parameters and other constants alone
   */
  public static List<Node> views(Graph graph, Set<String> constants) {
    List<Node> made =
        graph.nodes().stream()
            .filter(n -> n.outputs().stream().allMatch(o -> o.isEmpty() || constants.contains(o)))
            .toList();
    return ofParameters(made, of(graph));
  }

  /** Those that read a parameter, or something made of one; of a shape nothing is made. */
  private static List<Node> ofParameters(List<Node> nodes, Set<String> parameters) {
    Set<String> made = new HashSet<>(parameters);
    List<Node> views = new ArrayList<>();
    for (Node node : nodes) {
      boolean shape = node.is("Shape") || node.is("Size");
      if (!shape && Graph.reads(node).stream().anyMatch(made::contains)) {
        made.addAll(node.outputs());
        made.remove("");
        views.add(node);
      }
    }
    return views;
  }
}
