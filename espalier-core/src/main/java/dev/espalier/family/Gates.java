package dev.espalier.family;

import dev.espalier.adaptive.GatedBlocks;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes.Observed;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Gates by which an input skips residual blocks of a model, and both forms of it: the one that
 * trains, in which branches are multiplied by the gates, and the one that runs, in which rows that
 * skip are not computed ({@link GatedBlocks}).
 *
 * <p>A gate looks at the means over positions of the features before its first block, through a
 * hidden layer; consecutive blocks of about equal cost share one. It is rounded to 0 or 1 in the
 * forward pass; in training its gradient passes as if it were not (straight through). Nothing is
 * skipped before training.
 *
 * <p>Sources: Wang et al., SkipNet, ECCV 2018; Veit and Belongie, Convolutional Networks with
 * Adaptive Inference Graphs, ECCV 2018 (batch-wise target rates); Bengio et al., Estimating or
 * Propagating Gradients Through Stochastic Neurons, 2013.
 */
public final class Gates {
  /**
   * Further output of {@link #training}: each row's cost as a share of the model's MACs, [N, 1].
   */
  public static final String COST = "espalier_cost";

  static final String PREFIX = "espalier_gate";
  private static final double MOST_MOVED = 8;
  private static final int MOVES = 14;

  private final Coupling coupling;
  private final GatePlan plan;
  private final Set<String> made = new LinkedHashSet<>();

  /**
   * @param most gates, at most
   */
  public Gates(Coupling coupling, int most) {
    this.coupling = coupling;
    this.plan = GatePlan.of(coupling, PREFIX, most);
  }

  public boolean isEmpty() {
    return plan.gates().isEmpty();
  }

  /** Why blocks have no gate, one line each. */
  public List<String> reasons() {
    return plan.reasons();
  }

  /** Share of the model's MACs that is paid whatever the gates say. */
  public double fixedShare() {
    return plan.fixedShare();
  }

  /** Initializers of {@link #training} that are no weights. */
  public Set<String> constants() {
    return Set.copyOf(made);
  }

  /** The model with gates that multiply, and the output {@link #COST}; first answers as before. */
  public Model training(long seed) {
    Model model = coupling.model();
    Graph graph = model.graph();
    Map<String, PlannedGate> gateOf = new LinkedHashMap<>();
    plan.gates().forEach(p -> p.blocks().forEach(b -> gateOf.put(b.sum(), p)));
    SplittableRandom random = new SplittableRandom(seed);
    GraphWriter writer = GraphWriter.over(model);
    Set<String> weights = new HashSet<>();
    GateWriter gates = new GateWriter(writer, weights);
    for (PlannedGate gate : plan.gates()) {
      String entrance = gate.entrance(graph);
      Observed shape = Objects.requireNonNull(coupling.shapes().get(entrance));
      gates.gate(gate, entrance, shape, random);
    }
    for (Node node : graph.nodes()) {
      PlannedGate gate = gateOf.get(node.key());
      if (gate == null) {
        writer.add(node);
        continue;
      }
      GatedBlocks.Block block =
          gate.blocks().stream().filter(b -> b.sum().equals(node.key())).findFirst().orElseThrow();
      Observed shape = Objects.requireNonNull(coupling.shapes().get(node.output(0)));
      String open = gates.shaped(gate, shape.rank());
      String branch = node.input(1 - block.skip());
      String masked = writer.named(node.key() + "/gated", "Mul", Map.of(), branch, open);
      writer.add(node.withInput(1 - block.skip(), masked));
    }
    gates.cost(plan.gates(), fixedShare());
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    outputs.add(column(COST));
    Set<String> available = new HashSet<>(writer.initializers().keySet());
    made.addAll(available);
    made.removeAll(weights);
    made.removeAll(graph.initializers().keySet());
    graph.inputs().forEach(input -> available.add(input.name()));
    available.add("");
    return model.withGraph(
        graph
            .withNodes(Graph.sorted(writer.nodes(), available))
            .withInitializers(writer.initializers())
            .withOutputs(outputs));
  }

  /**
   * A trained {@link #training} whose gates all open for fewer, or for more, until its mean cost is
   * the highest that is not above {@code budget}: training ends near its budget, not on it, since a
   * rounded gate's records may all change sides at once. O({@value #MOVES}) costs.
   *
   * @param cost mean of {@link #COST} over some records
   */
  public Model within(Model trained, double budget, ToDoubleFunction<Model> cost) {
    double low = -MOST_MOVED;
    double high = MOST_MOVED;
    for (int i = 0; i < MOVES; i++) {
      double middle = (low + high) / 2;
      if (cost.applyAsDouble(moved(trained, middle)) > budget) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return moved(trained, low);
  }

  private Model moved(Model trained, double by) {
    Map<String, Tensor> weights = new LinkedHashMap<>(trained.graph().initializers());
    for (PlannedGate gate : plan.gates()) {
      weights.computeIfPresent(
          GateWriter.bias(gate),
          (name, bias) -> Tensor.floats(new float[] {(float) (bias.floats()[0] + by)}, 1));
    }
    return trained.withGraph(trained.graph().withInitializers(weights));
  }

  /** The model that runs, with the weights of a trained {@link #training}. */
  public Model running(Model trained) {
    Graph graph = coupling.model().graph();
    List<ValueInfo> withLogits = new ArrayList<>(graph.outputs());
    plan.gates().forEach(p -> withLogits.add(column(p.logit())));
    Graph whole =
        graph
            .withNodes(withGates(trained.graph()))
            .withInitializers(trained.graph().initializers())
            .withOutputs(withLogits);
    List<GatedBlocks.SkipGate> gates =
        plan.gates().stream().map(p -> new GatedBlocks.SkipGate(p.logit(), p.blocks())).toList();
    Model gated = GatedBlocks.of(trained.withGraph(whole), gates);
    return gated.withGraph(gated.graph().withOutputs(graph.outputs()).pruned());
  }

  /** The nodes of the model, and each gate's right behind what it looks at. */
  private List<Node> withGates(Graph trained) {
    Graph graph = coupling.model().graph();
    Map<String, Node> producers = graph.producers();
    List<Node> nodes = new ArrayList<>();
    plan.gates().stream()
        .filter(p -> !producers.containsKey(p.entrance(graph)))
        .forEach(p -> nodes.addAll(p.nodes(trained)));
    for (Node node : graph.nodes()) {
      nodes.add(node);
      plan.gates().stream()
          .filter(p -> node.outputs().contains(p.entrance(graph)))
          .forEach(p -> nodes.addAll(p.nodes(trained)));
    }
    return nodes;
  }

  /** One number a row. */
  private ValueInfo column(String name) {
    ValueInfo.Dim batch = coupling.model().graph().dataInputs().get(0).dims().get(0);
    return ValueInfo.of(name, DType.FLOAT, batch, ValueInfo.Dim.of(1));
  }
}
