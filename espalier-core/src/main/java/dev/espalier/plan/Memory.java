package dev.espalier.plan;

import dev.espalier.coupling.Bypass;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Sizes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bytes that a model holds at its peak while it computes one record: all weights, and the values
 * that are alive.
 *
 * <p>Nodes run in the graph's order. A value is alive from the node that makes it (an input from
 * the first node) to the last node that reads it (an output of the model to the last node), both
 * included; the peak is the largest sum over the nodes. What kernels need for themselves, and what
 * a runtime saves by computing in place, is not counted. Cost: one pass over the values.
 */
final class Memory {
  private final Coupling coupling;
  // candidates are costed side by side
  private final Map<Set<String>, Lives> lives = new ConcurrentHashMap<>();

  Memory(Coupling coupling) {
    this.coupling = coupling;
  }

  /** First and last node at which each value is alive. */
  private record Lives(Graph graph, Map<String, int[]> spans) {
    static Lives of(Graph graph) {
      List<Node> nodes = graph.nodes();
      Map<String, int[]> spans = new LinkedHashMap<>();
      for (ValueInfo input : graph.dataInputs()) {
        spans.put(input.name(), new int[] {0, 0});
      }
      for (int i = 0; i < nodes.size(); i++) {
        for (String read : Graph.reads(nodes.get(i))) {
          int[] span = spans.get(read);
          if (span != null) {
            span[1] = i;
          }
        }
        for (String made : nodes.get(i).outputs()) {
          if (!made.isEmpty()) {
            spans.put(made, new int[] {i, i});
          }
        }
      }
      for (String output : graph.outputNames()) {
        int[] span = spans.get(output);
        if (span != null) {
          span[1] = nodes.size() - 1;
        }
      }
      return new Lives(graph, spans);
    }
  }

  /** The peak with axes of these sizes and without these residual blocks. */
  long peak(Sizes sizes, Set<String> removed) {
    Lives of =
        lives.computeIfAbsent(
            removed,
            names -> Lives.of(Bypass.apply(coupling.model().graph(), coupling.removable(names))));
    long[] change = new long[of.graph().nodes().size() + 1];
    of.spans()
        .forEach(
            (value, span) -> {
              long bytes = bytes(value, sizes);
              change[span[0]] += bytes;
              change[span[1] + 1] -= bytes;
            });
    Arrays.parallelPrefix(change, Long::sum);
    return weights(of.graph(), sizes) + Arrays.stream(change).max().orElse(0);
  }

  private long bytes(String value, Sizes sizes) {
    Shapes.Observed shape = coupling.shapes().get(value);
    return shape == null ? 0 : elements(value, shape.rank(), sizes) * shape.type().bytes();
  }

  private static long weights(Graph graph, Sizes sizes) {
    long total = 0;
    for (Map.Entry<String, Tensor> weight : graph.initializers().entrySet()) {
      Tensor tensor = weight.getValue();
      total += elements(weight.getKey(), tensor.rank(), sizes) * tensor.type().bytes();
    }
    return total;
  }

  private static long elements(String value, int rank, Sizes sizes) {
    long n = 1;
    for (int axis = 0; axis < rank; axis++) {
      n *= sizes.size(value, axis);
    }
    return n;
  }
}
