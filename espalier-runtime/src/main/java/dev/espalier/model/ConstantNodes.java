package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is constant by its form into initializers, so that all weights stand in one place:
 * Constant nodes, and Identity nodes that rename a constant.
 *
 * <p>Strings and sparse constants stay nodes, and so do constants that are graph outputs.
 */
public final class ConstantNodes {
  private ConstantNodes() {}

  /** The same function without such nodes. Cost: one pass; contents are shared, not copied. */
  public static Model toInitializers(Model model) {
    Graph graph = model.graph();
    Set<String> outputs = graph.outputNames();
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    List<Node> kept = new ArrayList<>();
    boolean renamed = false;
    for (Node node : graph.nodes()) {
      Tensor value = outputs.contains(node.output(0)) ? null : constant(node, initializers);
      if (value == null) {
        kept.add(node);
      } else {
        initializers.put(node.output(0), value);
        renamed |= node.is("Identity");
      }
    }
    Graph changed = graph.withNodes(kept).withInitializers(initializers);
    return model.withGraph(renamed ? withoutUnread(changed, graph) : changed);
  }

  private static @Nullable Tensor constant(Node node, Map<String, Tensor> initializers) {
    Tensor value = null;
    if (node.is("Constant")) {
      value = stated(node.attributes());
    } else if (node.is("Identity")) {
      value = initializers.get(node.input(0));
    }
    return value == null || value.opaque() ? null : value;
  }

  /**
   * The value of a Constant node, which states it in one of several attributes; null for strings
   * and sparse tensors.
   */
  private static @Nullable Tensor stated(Map<String, Attribute> attributes) {
    if (attributes.get("value") instanceof Attribute.TensorValue v) {
      return v.value();
    } else if (attributes.get("value_float") instanceof Attribute.FloatValue v) {
      return Tensor.floats(new float[] {v.value()});
    } else if (attributes.get("value_int") instanceof Attribute.IntValue v) {
      return Tensor.longs(new long[] {v.value()});
    } else if (attributes.get("value_ints") instanceof Attribute.Ints v) {
      return Tensor.vector(v.values().stream().mapToLong(Long::longValue).toArray());
    } else if (attributes.get("value_floats") instanceof Attribute.Floats v) {
      float[] values = new float[v.values().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = v.values().get(i);
      }
      return Tensor.floats(values, values.length);
    }
    return null;
  }

  /** Drops initializers that were read before the renaming only. */
  private static Graph withoutUnread(Graph graph, Graph before) {
    Set<String> readBefore = before.consumers().keySet();
    Set<String> read = graph.consumers().keySet();
    Set<String> outputs = graph.outputNames();
    Map<String, Tensor> used = new LinkedHashMap<>(graph.initializers());
    used.keySet()
        .removeIf(
            name -> readBefore.contains(name) && !read.contains(name) && !outputs.contains(name));
    List<ValueInfo> inputs =
        graph.inputs().stream()
            .filter(i -> used.containsKey(i.name()) || !graph.initializers().containsKey(i.name()))
            .toList();
    return graph.withInitializers(used).withInputs(inputs);
  }
}
