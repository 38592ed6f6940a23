package dev.espalier.family;

import dev.espalier.adaptive.GatedBlocks;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import java.util.List;
import java.util.Objects;

/**
 * A gate to be made, and the consecutive blocks that it is for.
 *
 * @param name before the names of its nodes
 * @param blocks in the graph's order
 * @param axis of the features before the first of them
 * @param share of the model's MACs that they take
 */
record PlannedGate(String name, List<GatedBlocks.Block> blocks, int axis, double share) {
  PlannedGate {
    blocks = List.copyOf(blocks);
  }

  /** The value that the gate looks at. */
  String entrance(Graph graph) {
    Node first = Objects.requireNonNull(graph.producers().get(blocks.get(0).sum()));
    return first.input(blocks.get(0).skip());
  }

  /** The nodes of the gate in a trained model. */
  List<Node> nodes(Graph trained) {
    return trained.nodes().stream().filter(n -> n.key().startsWith(name + "/")).toList();
  }

  String logit() {
    return name + "/logit";
  }

  String gate() {
    return name + "/open";
  }
}
