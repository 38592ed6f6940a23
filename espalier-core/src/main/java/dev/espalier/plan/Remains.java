package dev.espalier.plan;

import dev.espalier.coupling.Bypass;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stays of a model without some of its residual blocks.
 *
 * @param nodes keys of the nodes
 * @param initializers their names
 */
public record Remains(Set<String> nodes, Set<String> initializers) {
  /**
   * Throws {@link IllegalArgumentException} where a block is none of the model's, or may not go.
   * Cost: one pass over the graph.
   *
   * @param coupling of the model that is cut
   * @param removed names of the blocks that go
   * @return the nodes and parameters that stay
   */
  public static Remains of(Coupling coupling, Collection<String> removed) {
    Graph left = Bypass.apply(coupling.model().graph(), coupling.removable(removed));
    return new Remains(
        left.nodes().stream().map(Node::key).collect(Collectors.toSet()),
        left.initializers().keySet());
  }

  /**
   * {@return whether any parameter of the group stays}
   *
   * @param group of the model
   */
  public boolean holds(Group group) {
    return group.parameters().stream().anyMatch(s -> initializers.contains(s.axis().value()));
  }
}
