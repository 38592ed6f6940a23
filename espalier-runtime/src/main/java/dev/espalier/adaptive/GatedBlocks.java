package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a model in which rows skip residual blocks: each gate computes one number a row, and the
 * branches of its blocks run for the rows alone in which that is above 0.
 *
 * <p>Standard operators: the rows are gathered in an If, the branch runs on these, and what it adds
 * is put in their places (ScatterND). Inner names stay.
 */
public final class GatedBlocks {
  private final Draft draft;
  private final Graph graph;
  private final Map<String, Placed> bySum = new HashMap<>();
  private final Map<String, TakenRows> ways = new LinkedHashMap<>();

  private GatedBlocks(Model model, List<SkipGate> gates) {
    this.graph = model.graph();
    Set<String> names = new HashSet<>();
    graph.inputs().forEach(input -> names.add(input.name()));
    graph.nodes().forEach(node -> names.addAll(node.outputs()));
    this.draft = Draft.of(model.opset(), names);
    graph.initializers().forEach(draft::initializer);
    gates.forEach(g -> g.blocks().forEach(b -> bySum.put(b.sum(), new Placed(g, b))));
  }

  /**
   * A residual block: {@code x + f(x)}.
   *
   * @param sum key of the node that adds
   * @param skip which of its inputs is x
   * @param branch keys of the nodes that compute f, which nothing else reads
   * @param rows computed values from outside that the branch reads, x among them: one row per
   *     record
   */
  public record Block(String sum, int skip, Set<String> branch, Set<String> rows) {
    public Block {
      branch = Set.copyOf(branch);
      rows = Set.copyOf(rows);
    }
  }

  /**
   * A decision and the blocks that it is for.
   *
   * @param logit value [N, 1], computed before the first of the blocks: they run where it is above
   *     0
   * @param blocks residual blocks in a row
   */
  public record SkipGate(String logit, List<Block> blocks) {
    public SkipGate {
      blocks = List.copyOf(blocks);
    }
  }

  private record Placed(SkipGate gate, Block block) {}

  /** Positions of the rows that run, and whether there are any. */
  private record TakenRows(String positions, String any) {}

  /**
   * {@return the gated model; operator set 13 at least}
   *
   * @param model with the blocks and the nodes that decide
   * @param gates in the order of the graph
   */
  public static Model of(Model model, List<SkipGate> gates) {
    Model raised = Opsets.raised(model, Math.max(model.opset(), Opsets.LOWEST), "the gated model");
    return Models.with(raised, new GatedBlocks(raised, gates).written());
  }

  private Graph written() {
    Set<String> inside = new HashSet<>();
    bySum.values().forEach(placed -> inside.addAll(placed.block().branch()));
    for (Node node : graph.nodes()) {
      Placed placed = bySum.get(node.key());
      if (placed != null) {
        String way = placed.gate().logit();
        draft.name(
            gated(node, placed.block(), ways.computeIfAbsent(way, this::way)), node.output(0));
      } else if (!inside.contains(node.key())) {
        draft.add(node);
      }
    }
    return draft.graph(graph.name(), graph.dataInputs(), graph.outputs());
  }

  private TakenRows way(String logit) {
    String run = draft.node("Greater", draft.node("Squeeze", logit, draft.vector(1)), zero());
    String positions = draft.node("Squeeze", draft.node("NonZero", run), draft.vector(0));
    String count = draft.node("Squeeze", draft.node("Shape", positions), draft.vector(0));
    String none = draft.constant("route/none", Tensor.longs(new long[1]));
    return new TakenRows(positions, draft.node("Greater", count, none));
  }

  private String zero() {
    return draft.scalar(0);
  }

  private String gated(Node sum, Block block, TakenRows way) {
    Draft some = draft.branch();
    Map<String, String> bound = new HashMap<>();
    for (String value : block.rows()) {
      bound.put(value, some.node("Gather", Attributes.of("axis", 0), value, way.positions()));
    }
    for (Node node : graph.nodes()) {
      if (block.branch().contains(node.key())) {
        some.add(
            node.withInputs(node.inputs().stream().map(v -> bound.getOrDefault(v, v)).toList()));
      }
    }
    String skip = sum.input(block.skip());
    String rows =
        some.node("Add", Objects.requireNonNull(bound.get(skip)), sum.input(1 - block.skip()));
    String places = some.node("Unsqueeze", way.positions(), some.vector(1));
    String all = some.node("ScatterND", skip, places, rows);
    Draft none = draft.branch();
    return draft
        .choose(
            way.any(),
            new Draft.Branch(some, List.of(all)),
            new Draft.Branch(none, List.of(none.node("Identity", skip))),
            List.of(DType.FLOAT))
        .get(0);
  }
}
