package dev.espalier.study;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.op.Trait;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which kinds of layers a model is built of.
 *
 * @param recurrent whether it has LSTM, GRU or RNN
 * @param attention whether a Softmax feeds a product of two computed values
 * @param embeddings whether ids are looked up in a table
 * @param fewestHeads units of the narrowest group that feeds attention; 0 without attention
 */
record StructureStudy(boolean recurrent, boolean attention, boolean embeddings, int fewestHeads) {
  static StructureStudy of(Coupling coupling) {
    Graph graph = coupling.model().graph();
    Map<String, Node> producers = graph.producers();
    Set<String> inputs = new HashSet<>();
    graph.dataInputs().forEach(i -> inputs.add(i.name()));
    boolean recurrent = false;
    boolean embeddings = false;
    Set<String> mixed = new HashSet<>();
    for (Node node : graph.nodes()) {
      recurrent |= Trait.RECURRENT.of(node);
      embeddings |= node.is("Gather") && inputs.contains(node.input(1));
      Node weights = producers.get(node.input(0));
      boolean computed = !graph.initializers().containsKey(node.input(1));
      if (node.is("MatMul") && computed && weights != null && softmax(weights, producers)) {
        mixed.add(node.input(1));
        mixed.add(node.output(0));
      }
    }
    int heads = 0;
    for (Group group : coupling.prunable()) {
      boolean feeds = group.slots().stream().anyMatch(s -> mixed.contains(s.axis().value()));
      heads = feeds && (heads == 0 || group.units() < heads) ? group.units() : heads;
    }
    return new StructureStudy(recurrent, !mixed.isEmpty(), embeddings, heads);
  }

  /** Whether a value comes of a Softmax, perhaps through nodes that only drop or cast. */
  private static boolean softmax(Node node, Map<String, Node> producers) {
    Node at = node;
    while (at != null && Set.of("Dropout", "Cast", "Identity", "Where").contains(at.op())) {
      at = producers.get(at.input(0));
    }
    return at != null && at.is("Softmax");
  }
}
