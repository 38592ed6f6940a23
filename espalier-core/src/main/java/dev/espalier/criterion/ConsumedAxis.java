package dev.espalier.criterion;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A consumption together with the axis of the value that it reads.
 *
 * @param consumption where units end
 * @param axis the axis that is consumed
 */
record ConsumedAxis(Consumption consumption, Axis axis) {
  /** All consumptions in the model's order. */
  static List<ConsumedAxis> of(Coupling coupling) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    coupling.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
    List<ConsumedAxis> found = new ArrayList<>();
    for (Consumption c : coupling.consumptions()) {
      Node node = nodes.get(c.node());
      if (node != null) {
        found.add(new ConsumedAxis(c, new Axis(node.input(c.input()), c.axis())));
      }
    }
    return found;
  }

  /** The consumptions that read units which may be cut. */
  static List<ConsumedAxis> prunable(Coupling coupling) {
    Set<Axis> axes = new LinkedHashSet<>();
    coupling.prunable().forEach(g -> g.slots().forEach(s -> axes.add(s.axis())));
    return of(coupling).stream().filter(c -> axes.contains(c.axis())).toList();
  }

  /**
   * The unit at each position of the axis, -1 for those of other groups; null where none of the
   * group lies there.
   */
  int @Nullable [] unitsOf(Group group) {
    for (Slot slot : group.slots()) {
      if (slot.axis().equals(axis)) {
        return slot.units();
      }
    }
    return null;
  }

  boolean recurrent() {
    return consumption.kind() == Consumption.Kind.RECURRENT;
  }
}
