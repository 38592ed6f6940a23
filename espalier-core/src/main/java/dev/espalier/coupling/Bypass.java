package dev.espalier.coupling;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph without some of its residual blocks. */
public final class Bypass {
  private Bypass() {}

  /**
   * Readers of each block's sum read its skip instead; nodes and initializers that nothing needs
   * any more go. A sum that is an output of the graph, or read by a subgraph, stays as an Identity
   * of its skip, so that its name stays. Cost: one pass.
   *
   * @param graph with the blocks
   * @param blocks that go
   * @return the graph without them
   */
  public static Graph apply(Graph graph, Collection<ResidualBlock> blocks) {
    if (blocks.isEmpty()) {
      return graph;
    }
    Map<String, Integer> skips = new LinkedHashMap<>();
    blocks.forEach(b -> skips.put(b.name(), b.skip()));
    Set<String> named = new HashSet<>(graph.outputNames());
    graph.nodes().forEach(n -> named.addAll(Graph.captured(n)));
    Map<String, String> reads = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node rewired =
          node.withInputs(node.inputs().stream().map(v -> reads.getOrDefault(v, v)).toList());
      Integer skip = skips.get(node.key());
      if (skip == null) {
        nodes.add(rewired);
        continue;
      }
      reads.put(node.key(), rewired.input(skip));
      if (named.contains(node.key())) {
        nodes.add(
            Node.of("Identity", node.name(), List.of(rewired.input(skip)), List.of(node.key())));
      }
    }
    return graph.withNodes(nodes).pruned();
  }
}
