package dev.espalier.prepare;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.coupling.Slot;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Reshared;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.record.BarrierRecord;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Layers, groups, residual blocks and barriers of a prepared model, for a person. */
public final class Listing {
  private static final int NAMED = 5;

  private Listing() {}

  /**
   * One node that has weights or multiplies, with its size and cost.
   *
   * @param name of the node
   * @param op its operator
   * @param weights axes of its largest parameter; empty without one
   * @param parameters of all its initializers
   * @param macs for one record
   */
  public record Layer(String name, String op, List<Integer> weights, long parameters, long macs) {}

  /**
   * One group: its units, where they lie, and whether they may be cut.
   *
   * @param name of the node that makes the units
   * @param units how many
   * @param axes where they lie, as {@code value:axis}; parameters only
   * @param prunable whether they may be cut
   * @param reason why not
   */
  public record GroupInfo(
      String name, int units, List<String> axes, boolean prunable, String reason) {}

  /**
   * One residual block: what it costs, and whether it can go.
   *
   * @param name output of the sum, by which plans name the block
   * @param label of the sum
   * @param macs for one record, of what goes with the block, or of its branch where it cannot go
   * @param parameters the same
   * @param removable whether it can go
   * @param reason why not
   */
  public record BlockInfo(
      String name, String label, long macs, long parameters, boolean removable, String reason) {}

  /**
   * {@return a residual block as a record has it}
   *
   * @param block of the model
   * @param coupling of a prepared model
   * @param macs by node key
   */
  public static BlockInfo info(ResidualBlock block, Coupling coupling, Map<String, Long> macs) {
    Set<String> keys = new HashSet<>(block.nodes());
    long weights =
        coupling.model().graph().nodes().stream()
            .filter(n -> keys.contains(n.key()))
            .mapToLong(n -> parameters(n, coupling.model().graph()))
            .sum();
    long operations = keys.stream().mapToLong(k -> macs.getOrDefault(k, 0L)).sum();
    return new BlockInfo(
        block.name(), block.label(), operations, weights, block.removable(), block.reason());
  }

  /** Of {@link Prepared#uncounted}. */
  static String uncounted(Coupling coupling) {
    List<String> names = names(new Cost(coupling, OpRules.standard()).uncounted());
    if (names.isEmpty()) {
      return "";
    }
    int more = names.size() - NAMED;
    return "MACs are at least what is stated: how often "
        + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (more > 0 ? " and " + more + " more" : "")
        + (names.size() == 1 ? " multiplies" : " multiply")
        + " cannot be said beforehand, and a target in MACs leaves it out";
  }

  /**
   * {@return operators and names of nodes}
   *
   * @param nodes of a graph
   */
  public static List<String> names(List<Node> nodes) {
    return nodes.stream().map(n -> n.qualified() + " " + n.label()).toList();
  }

  /**
   * Parameters that lose nothing, whatever goes.
   *
   * @param reason why not
   * @param parameters how many
   */
  public record Whole(String reason, long parameters) {}

  /**
   * {@return parameters of tensors along which some group of units may go}
   *
   * @param coupling of a prepared model
   */
  public static long prunable(Coupling coupling) {
    Map<String, Long> sizes = sizes(coupling);
    return free(coupling).stream().mapToLong(name -> sizes.getOrDefault(name, 0L)).sum();
  }

  /**
   * {@return the other parameters by the reason that keeps them, most first}
   *
   * @param coupling of a prepared model
   */
  public static List<Whole> whole(Coupling coupling) {
    Map<String, Long> left = sizes(coupling);
    left.keySet().removeAll(free(coupling));
    Map<String, Long> byReason = new LinkedHashMap<>();
    for (Group group : coupling.groups()) {
      for (Slot slot : group.parameters()) {
        Long size = left.remove(source(coupling, slot));
        if (size != null) {
          byReason.merge(group.reason(), size, Long::sum);
        }
      }
    }
    long others = left.values().stream().mapToLong(Long::longValue).sum();
    if (others > 0) {
      byReason.merge("belongs to no group of units", others, Long::sum);
    }
    return byReason.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(e -> new Whole(e.getKey(), e.getValue()))
        .toList();
  }

  private static Set<String> free(Coupling coupling) {
    Set<String> names = new HashSet<>();
    coupling
        .prunable()
        .forEach(g -> g.parameters().forEach(slot -> names.add(source(coupling, slot))));
    return names;
  }

  private static String source(Coupling coupling, Slot slot) {
    return Reshared.source(coupling.model().graph(), slot.axis().value());
  }

  /** Elements of floating-point initializers, of copies once. */
  private static Map<String, Long> sizes(Coupling coupling) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    Graph graph = coupling.model().graph();
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.type() == DType.FLOAT && Reshared.source(graph, name).equals(name)) {
                sizes.put(name, (long) tensor.size());
              }
            });
    return sizes;
  }

  /**
   * {@return why units cannot be cut, axis by axis}
   *
   * @param coupling of a prepared model
   */
  public static List<BarrierRecord> barriers(Coupling coupling) {
    return coupling.barriers().stream()
        .map(b -> new BarrierRecord(b.node(), b.axis(), b.reason()))
        .toList();
  }

  /**
   * {@return a group as a record has it}
   *
   * @param group of the model
   */
  public static GroupInfo info(Group group) {
    return new GroupInfo(
        group.name(), group.units(), axes(group), group.prunable(), group.reason());
  }

  /**
   * {@return the axes along which a group's units lie}
   *
   * @param group of the model
   */
  public static List<String> axes(Group group) {
    return group.parameters().stream().map(s -> s.axis()).map(Axis::toString).toList();
  }

  /**
   * {@return the nodes that have weights or multiply, with their cost}
   *
   * @param graph of a prepared model
   * @param macs by node key
   */
  public static List<Layer> layers(Graph graph, Map<String, Long> macs) {
    return graph.nodes().stream()
        .filter(n -> macs.containsKey(n.key()) || parameters(n, graph) > 1)
        .map(
            n ->
                new Layer(
                    n.label(),
                    n.op(),
                    weights(n, graph),
                    parameters(n, graph),
                    macs.getOrDefault(n.key(), 0L)))
        .toList();
  }

  private static long parameters(Node node, Graph graph) {
    return node.inputs().stream()
        .map(graph.initializers()::get)
        .filter(t -> t != null && t.type().floating())
        .mapToLong(t -> t == null ? 0 : t.size())
        .sum();
  }

  private static List<Integer> weights(Node node, Graph graph) {
    int[] best = {};
    long most = 0;
    for (String input : node.inputs()) {
      dev.espalier.model.Tensor tensor = graph.initializers().get(input);
      if (tensor != null && tensor.type().floating() && tensor.size() > most) {
        most = tensor.size();
        best = tensor.dims();
      }
    }
    return Arrays.stream(best).boxed().toList();
  }
}
