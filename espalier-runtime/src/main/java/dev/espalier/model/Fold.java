package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces nodes that were seen to compute constants by these constants: weights put together by
 * Slice and Concat, shape arithmetic.
 *
 * <p>Left alone are nodes that draw random numbers, that unpack quantised weights (the file would
 * grow), that produce a graph output, or whose output is larger than 16 MiB; and those whose output
 * has no elements: with a length of 0 known beforehand ONNX Runtime refuses nodes behind it that
 * would never run.
 */
public final class Fold {
  private static final long LARGEST_BYTES = 16L << 20;

  private Fold() {}

  /**
   * The same function, without nodes and initializers that nothing needs any more. Cost: one pass.
   */
  public static Model apply(Model model, Shapes shapes) {
    Graph graph = model.graph();
    Set<String> outputs = graph.outputNames();
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<String> values = node.outputs().stream().filter(value -> !value.isEmpty()).toList();
      if (foldable(node, values, shapes.constants())
          && values.stream().noneMatch(outputs::contains)) {
        values.forEach(value -> initializers.put(value, shapes.constants().get(value)));
      } else {
        kept.add(node);
      }
    }
    return model.withGraph(graph.withNodes(kept).withInitializers(initializers).pruned());
  }

  private static boolean foldable(Node node, List<String> values, Map<String, Tensor> constants) {
    if (node.is("DequantizeLinear")
        || node.domain().isEmpty() && OperatorFamilies.RANDOM.contains(node.op())) {
      return false;
    }
    return values.stream()
        .map(constants::get)
        .allMatch(
            constant ->
                constant != null
                    && !constant.opaque()
                    && constant.byteSize() > 0
                    && constant.byteSize() <= LARGEST_BYTES);
  }
}
