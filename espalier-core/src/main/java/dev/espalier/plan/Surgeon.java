package dev.espalier.plan;

import dev.espalier.coupling.Bypass;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Loose;
import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRule;
import dev.espalier.op.OpRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts a model by a plan; nothing else changes a model's structure. */
public final class Surgeon {
  private final OpRules rules;

  /**
   * Cuts by these rules.
   *
   * @param rules how each operator is cut
   */
  public Surgeon(OpRules rules) {
    this.rules = rules;
  }

  /**
   * {@return the coupled model without the units and blocks that the plan does not keep} Constants
   * that cut units leave behind must be folded before (see {@link Folding}); masks are applied
   * here. Cost: one copy of what is cut.
   *
   * @param coupling of the model that is cut
   * @param plan what stays of the model
   */
  public Model apply(Coupling coupling, PrunePlan plan) {
    KeptAxes kept = new KeptAxes(coupling, plan);
    Graph graph = coupling.model().graph();
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    graph
        .initializers()
        .forEach(
            (name, tensor) ->
                initializers.put(name, masked(sliced(name, tensor, kept), plan.masks().get(name))));
    Set<String> loose = Loose.keys(graph, coupling.shapes());
    NodeCut cut = new NodeCut(coupling, kept, initializers);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (loose.contains(node.key()) && node.outputs().stream().anyMatch(kept::touches)) {
        nodes.addAll(gathered(node, cut, kept));
        continue;
      }
      OpRule rule = rules.of(node);
      boolean observed =
          node.outputs().stream().allMatch(o -> o.isEmpty() || coupling.shapes().get(o) != null);
      Node changed = rule == null || !observed ? node : rule.cut(node, cut);
      nodes.addAll(cut.takeBefore());
      nodes.add(changed);
    }
    Graph sliced = graph.withNodes(nodes).withInitializers(initializers).withoutValueInfos();
    Graph result = Bypass.apply(sliced, coupling.removable(plan.removed()));
    return coupling.model().withGraph(InputInfos.restated(result).pruned());
  }

  /** A node, and behind it what picks the positions that stay of what it makes. */
  private static List<Node> gathered(Node node, NodeCut cut, KeptAxes kept) {
    Map<String, String> whole = new LinkedHashMap<>();
    List<Node> picks = new ArrayList<>();
    for (String value : node.outputs()) {
      for (int i = 0; !value.isEmpty() && i < cut.rank(value); i++) {
        int[] stay = kept.kept(new Axis(value, i));
        if (stay != null) {
          String from = cut.unused(value + "/whole");
          String to = whole.getOrDefault(value, value);
          String positions =
              cut.add("stay", Tensor.vector(Arrays.stream(stay).asLongStream().toArray()));
          picks.add(
              0,
              Node.of("Gather", from + "/stay", List.of(from, positions), List.of(to))
                  .withAttribute("axis", new Attribute.IntValue(i)));
          whole.put(value, from);
        }
      }
    }
    picks.add(0, node.making(whole));
    return picks;
  }

  private static Tensor sliced(String name, Tensor tensor, KeptAxes kept) {
    Tensor result = tensor;
    for (int axis = 0; axis < tensor.rank(); axis++) {
      int[] positions = kept.kept(new Axis(name, axis));
      if (positions != null) {
        result = result.select(axis, positions);
      }
    }
    return result;
  }

  private static Tensor masked(Tensor tensor, @org.jspecify.annotations.Nullable Mask mask) {
    if (mask == null) {
      return tensor;
    }
    double[] values = tensor.doubles();
    float[] keep = mask.tensor().floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = keep[i] == 0 ? 0 : values[i];
    }
    return tensor.with(values);
  }
}
