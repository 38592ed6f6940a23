package dev.espalier.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every reader of an accidentally shared initializer its own copy.
 *
 * <p>Exporters store equal constants once (unit scales, zero biases, axes, shapes); cutting one
 * reader's would cut the others'. Vectors, scalars and integers are shared by accident;
 * floating-point tensors of two or more axes that several nodes read are tied weights and stay
 * shared.
 */
public final class Unshare {
  private Unshare() {}

  /**
   * The same function; copies are called {@code name__2}, {@code name__3} … and share their
   * contents. Cost: one pass.
   */
  public static Model apply(Model model) {
    return withCopies(model).model();
  }

  /**
   * A model whose accidentally shared initializers are apart.
   *
   * @param copies name of the initializer that each new one repeats, by the new name
   */
  public record Apart(Model model, Map<String, String> copies) {}

  /** As {@link #apply}, with what was copied. */
  public static Apart withCopies(Model model) {
    Graph graph = model.graph();
    Set<String> read = captured(graph);
    GraphWriter writer = GraphWriter.over(model);
    Map<String, String> copies = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      List<String> inputs = new ArrayList<>(node.inputs());
      for (int i = 0; i < inputs.size(); i++) {
        String name = inputs.get(i);
        Tensor tensor = graph.initializers().get(name);
        if (tensor != null && accidental(tensor) && !read.add(name)) {
          String copy = writer.initializer(writer.claim(name), tensor);
          copies.put(copy, name);
          inputs.set(i, copy);
        }
      }
      writer.add(inputs.equals(node.inputs()) ? node : node.withInputs(inputs));
    }
    return new Apart(model.withGraph(writer.in(graph)), copies);
  }

  private static boolean accidental(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128 -> tensor.rank() <= 1;
      case STRING, OTHER -> false;
      default -> true;
    };
  }

  /** What subgraphs and the graph's own outputs read; these readers keep the name. */
  private static Set<String> captured(Graph graph) {
    Set<String> names = new HashSet<>(graph.outputNames());
    for (Node node : graph.nodes()) {
      for (Attribute attribute : node.attributes().values()) {
        if (attribute instanceof Attribute.Opaque opaque) {
          names.addAll(opaque.captures());
        }
      }
    }
    return names;
  }
}
