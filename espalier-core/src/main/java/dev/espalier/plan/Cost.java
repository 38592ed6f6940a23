package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRules;
import dev.espalier.op.Sizes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a model costs when its groups keep given numbers of units and some residual blocks go, at
 * batch 1, without cutting it. A block that goes is one that keeps 0 under its name.
 *
 * <p>The size of an axis falls by the positions that each cut unit holds there, equally many for
 * all units of a group.
 */
public final class Cost {
  private final Coupling coupling;
  private final OpRules rules;
  private final Map<Axis, List<Share>> shares = new LinkedHashMap<>();

  // candidates are costed side by side
  private final Map<Set<String>, Remains> lefts = new ConcurrentHashMap<>();
  private final Memory memory;

  private record Share(String group, int units, int positions) {}

  /**
   * By the shapes that were observed and these rules.
   *
   * @param coupling of the model that is cut
   * @param rules what operators cost
   */
  public Cost(Coupling coupling, OpRules rules) {
    this.coupling = coupling;
    this.rules = rules;
    this.memory = new Memory(coupling);
    for (Group group : coupling.prunable()) {
      for (Slot slot : group.slots()) {
        shares
            .computeIfAbsent(slot.axis(), k -> new ArrayList<>())
            .add(new Share(group.name(), group.units(), slot.held().count() / group.units()));
      }
    }
  }

  /** {@return multiply–accumulate operations for one record} */
  public long macs() {
    return macs(Map.of());
  }

  /**
   * {@return multiply–accumulate operations for one record with the given numbers of kept units
   * (others whole)}
   *
   * @param kept number of kept units by group; 0 by residual block that is gone
   */
  public long macs(Map<String, Integer> kept) {
    return macsByNode(kept).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * {@return multiply–accumulate operations by node key; nodes without any are left out}
   *
   * @param kept number of kept units by group; 0 by residual block that is gone
   */
  public Map<String, Long> macsByNode(Map<String, Integer> kept) {
    Sizes sizes = sizes(kept);
    Set<String> left = left(kept).nodes();
    Map<String, Long> byNode = new LinkedHashMap<>();
    for (Node node : coupling.model().graph().nodes()) {
      if (!left.contains(node.key())) {
        continue;
      }
      long macs = observed(node) ? rules.macs(node, sizes).orElse(0) : 0;
      if (macs > 0) {
        byNode.put(node.key(), macs);
      }
    }
    return byNode;
  }

  /**
   * {@return nodes that may multiply as well, and of which nobody can say how often: MACs leave
   * them out}
   */
  public List<Node> uncounted() {
    Sizes sizes = sizes(Map.of());
    return coupling.model().graph().nodes().stream()
        .filter(
            node -> observed(node) ? rules.macs(node, sizes).isEmpty() : rules.mayMultiply(node))
        .toList();
  }

  /**
   * {@return weights (elements of floating-point initializers) with the given numbers of kept
   * units}
   *
   * @param kept number of kept units by group; 0 by residual block that is gone
   */
  public long parameters(Map<String, Integer> kept) {
    Sizes sizes = sizes(kept);
    Set<String> left = left(kept).initializers();
    long total = 0;
    for (Map.Entry<String, Tensor> entry : coupling.model().graph().initializers().entrySet()) {
      if (entry.getValue().type().floating() && left.contains(entry.getKey())) {
        long n = 1;
        for (int i = 0; i < entry.getValue().rank(); i++) {
          n *= sizes.size(entry.getKey(), i);
        }
        total += n;
      }
    }
    return total;
  }

  /**
   * {@return bytes of the weights and of the values that are alive together at the peak, for one
   * record in the graph's order: what a runtime needs at least that neither computes in place nor
   * keeps values longer than they are read}
   *
   * @param kept number of kept units by group; 0 by residual block that is gone
   */
  public long memory(Map<String, Integer> kept) {
    return memory.peak(sizes(kept), removed(kept));
  }

  /**
   * {@return what stays without the blocks that keep nothing; a group keeps one unit at least}
   *
   * @param kept number of kept units by group; 0 by residual block that is gone
   */
  public Remains left(Map<String, Integer> kept) {
    return lefts.computeIfAbsent(removed(kept), names -> Remains.of(coupling, names));
  }

  private Set<String> removed(Map<String, Integer> kept) {
    Set<String> removed = new LinkedHashSet<>();
    coupling.removable().stream()
        .map(ResidualBlock::name)
        .filter(b -> kept.getOrDefault(b, 1) == 0)
        .forEach(removed::add);
    return removed;
  }

  private boolean observed(Node node) {
    return Graph.reads(node).stream().allMatch(v -> coupling.shapes().get(v) != null)
        && node.outputs().stream().allMatch(v -> v.isEmpty() || coupling.shapes().get(v) != null);
  }

  /**
   * {@return sizes of all axes with the given numbers of kept units (others whole)}
   *
   * @param kept number of kept units by group; 0 by residual block that is gone
   */
  public Sizes sizes(Map<String, Integer> kept) {
    return new Sizes() {
      @Override
      public int size(String value, int axis) {
        Shapes.Observed shape = coupling.shapes().get(value);
        int full = shape == null ? 1 : shape.a()[axis];
        int gone = 0;
        for (Share share : shares.getOrDefault(new Axis(value, axis), List.of())) {
          Integer stays = kept.get(share.group());
          gone += stays == null ? 0 : (share.units() - stays) * share.positions();
        }
        return full - gone;
      }

      @Override
      public int rank(String value) {
        Shapes.Observed shape = coupling.shapes().get(value);
        return shape == null ? RANK_UNKNOWN : shape.rank();
      }
    };
  }
}
