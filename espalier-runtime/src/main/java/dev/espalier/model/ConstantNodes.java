package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is constant by its form into initializers, so that all weights stand in one place:
 * Constant nodes; and lets readers of an Identity of a constant read the constant itself, so that a
 * parameter has one name.
 *
 * <p>Strings and sparse constants stay nodes, and so do those whose outputs are the graph's or are
 * read by subgraphs.
 */
public final class ConstantNodes {
  private ConstantNodes() {}

  /**
   * {@return the same function without such nodes} Cost: one pass; contents are shared, not copied.
   *
   * @param model as it came
   */
  public static Model toInitializers(Model model) {
    Graph graph = model.graph();
    Set<String> outputs = graph.outputNames();
    Set<String> fixed = graph.fixedNames();
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    Map<String, String> renamed = new LinkedHashMap<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Tensor value =
          node.is("Constant") && !outputs.contains(node.output(0))
              ? stated(node.attributes())
              : null;
      Node read = node.reading(renamed);
      if (value != null && !value.opaque()) {
        initializers.put(node.output(0), value);
      } else if (node.is("Identity")
          && initializers.containsKey(read.input(0))
          && !fixed.contains(node.output(0))) {
        renamed.put(node.output(0), read.input(0));
      } else {
        kept.add(read);
      }
    }
    return model.withGraph(graph.withNodes(kept).withInitializers(initializers));
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
}
