package dev.espalier.family;

import dev.espalier.adaptive.GatedBlocks;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes.Observed;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which residual blocks of a model rows can skip, and which share a gate: consecutive ones of about
 * equal cost together.
 *
 * @param gates in the graph's order
 * @param reasons why other blocks have none, one line each
 */
record GatePlan(List<PlannedGate> gates, List<String> reasons) {
  GatePlan {
    gates = List.copyOf(gates);
    reasons = List.copyOf(reasons);
  }

  /** Share of the model's MACs that is paid whatever the gates say. */
  double fixedShare() {
    return 1 - gates.stream().mapToDouble(PlannedGate::share).sum();
  }

  /**
   * @param prefix of the gates' names
   * @param most gates, at most
   */
  static GatePlan of(Coupling coupling, String prefix, int most) {
    List<String> reasons = new ArrayList<>();
    Map<ResidualBlock, GatedBlocks.Block> fit = new LinkedHashMap<>();
    for (ResidualBlock block : coupling.blocks()) {
      Examined examined = examined(coupling, block);
      if (examined.reason().isEmpty()) {
        fit.put(block, examined.block());
      } else {
        reasons.add(block.label() + ": " + examined.reason());
      }
    }
    Set<String> inside = new HashSet<>();
    fit.values().forEach(b -> inside.addAll(b.branch()));
    fit.keySet().stream()
        .filter(b -> inside.contains(b.name()))
        .forEach(b -> reasons.add(b.label() + ": it lies inside of another block"));
    fit.keySet().removeIf(b -> inside.contains(b.name()));
    if (coupling.blocks().isEmpty()) {
      reasons.add("the model has no residual blocks");
    }
    return new GatePlan(shared(coupling, fit, prefix, most), reasons);
  }

  private static List<PlannedGate> shared(
      Coupling coupling, Map<ResidualBlock, GatedBlocks.Block> fit, String prefix, int most) {
    Map<String, Long> macs = new Cost(coupling, OpRules.standard()).macsByNode(Map.of());
    double all = Math.max(1, macs.values().stream().mapToLong(Long::longValue).sum());
    Map<ResidualBlock, Double> shares = new LinkedHashMap<>();
    for (ResidualBlock block : fit.keySet()) {
      shares.put(
          block, block.nodes().stream().mapToLong(n -> macs.getOrDefault(n, 0L)).sum() / all);
    }
    double total = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    List<PlannedGate> gates = new ArrayList<>();
    List<ResidualBlock> together = new ArrayList<>();
    double passed = 0;
    for (ResidualBlock block : shares.keySet()) {
      together.add(block);
      passed += shares.getOrDefault(block, 0.0);
      if (passed >= total * (gates.size() + 1) / most - 1e-9) {
        gates.add(
            new PlannedGate(
                prefix + (gates.size() + 1),
                together.stream().map(fit::get).toList(),
                together.get(0).axis(),
                together.stream().mapToDouble(b -> shares.getOrDefault(b, 0.0)).sum()));
        together = new ArrayList<>();
      }
    }
    return gates;
  }

  private record Examined(GatedBlocks.Block block, String reason) {}

  private static Examined examined(Coupling coupling, ResidualBlock block) {
    Graph graph = coupling.model().graph();
    Set<String> branch = new HashSet<>(block.nodes());
    branch.remove(block.name());
    Set<String> inside = new HashSet<>();
    Set<String> read = new LinkedHashSet<>();
    String reason = block.removable() ? "" : block.reason();
    for (Node node : graph.nodes()) {
      if (branch.contains(node.key())) {
        inside.addAll(node.outputs());
        read.addAll(Graph.reads(node));
        boolean nested =
            node.attributes().values().stream().anyMatch(Attribute.Opaque.class::isInstance);
        reason = reason.isEmpty() && nested ? node.label() + " holds a graph of its own" : reason;
      } else if (node.key().equals(block.name())) {
        read.add(node.input(block.skip()));
      }
    }
    read.removeAll(inside);
    read.remove("");
    Set<String> rows = new LinkedHashSet<>();
    for (String value : read) {
      if (graph.initializers().containsKey(value)
          || coupling.shapes().constants().containsKey(value)) {
        continue;
      }
      Observed seen = coupling.shapes().get(value);
      boolean ofRows = seen != null && seen.rank() > 0 && seen.varies(0);
      if (ofRows) {
        rows.add(value);
      } else if (reason.isEmpty()) {
        reason = "its branch reads " + value + ", which does not hold one row per record";
      }
    }
    return new Examined(new GatedBlocks.Block(block.name(), block.skip(), branch, rows), reason);
  }
}
