package dev.espalier.plan;

import dev.espalier.coupling.Bypass;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /**
   * {@return the units of a group that a plan leaves out, ascending: all of them where nothing of
   * the group stays}
   *
   * @param group of the model
   * @param plan which blocks and units go
   */
  public List<Integer> cut(Group group, PrunePlan plan) {
    PrunePlan.Keep keep = plan.groups().get(group.name());
    return !holds(group)
        ? IntStream.range(0, group.units()).boxed().toList()
        : keep == null ? List.of() : keep.cut();
  }
}
