package dev.espalier.family;

import dev.espalier.adaptive.GatedBlocks;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes.Observed;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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

  private static final String PREFIX = "espalier_gate";
  private static final int HIDDEN = 16;

  /** Logits are so many times what the layer gives: gates learn faster than what they skip. */
  private static final float SPEED = 3;

  /** Bias before training: a probability of 0.88. */
  private static final float OPEN = 2 / SPEED;

  private final Coupling coupling;
  private final List<Planned> planned = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final Set<String> made = new LinkedHashSet<>();

  /** Blocks of one gate, and their share of all MACs. */
  private record Planned(String name, List<GatedBlocks.Block> blocks, int axis, double share) {
    /** The value that the gate looks at. */
    String entrance(Graph graph) {
      Node first = Objects.requireNonNull(graph.producers().get(blocks.get(0).sum()));
      return first.input(blocks.get(0).skip());
    }

    /** The nodes of the gate in a trained model. */
    List<Node> nodes(Graph trained) {
      return trained.nodes().stream().filter(n -> n.key().startsWith(name + "/")).toList();
    }

    String logit() {
      return name + "/logit";
    }

    String gate() {
      return name + "/open";
    }
  }

  /**
   * @param most gates, at most
   */
  public Gates(Coupling coupling, int most) {
    this.coupling = coupling;
    Map<String, Long> macs = new Cost(coupling, OpRules.standard()).macsByNode(Map.of());
    double all = macs.values().stream().mapToLong(Long::longValue).sum();
    List<ResidualBlock> fit = new ArrayList<>();
    List<GatedBlocks.Block> blocks = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (ResidualBlock block : coupling.blocks()) {
      Examined examined = examined(block);
      if (examined.reason().isEmpty()) {
        fit.add(block);
        blocks.add(examined.block());
        shares.add(
            block.nodes().stream().mapToLong(n -> macs.getOrDefault(n, 0L)).sum()
                / Math.max(1, all));
      } else {
        reasons.add(block.label() + ": " + examined.reason());
      }
    }
    double total = shares.stream().mapToDouble(Double::doubleValue).sum();
    int from = 0;
    for (int i = 0; i < blocks.size(); i++) {
      double passed = shares.subList(0, i + 1).stream().mapToDouble(Double::doubleValue).sum();
      boolean full = passed >= total * (planned.size() + 1) / most - 1e-9;
      if (full || i == blocks.size() - 1) {
        planned.add(
            new Planned(
                PREFIX + (planned.size() + 1),
                blocks.subList(from, i + 1),
                fit.get(from).axis(),
                shares.subList(from, i + 1).stream().mapToDouble(Double::doubleValue).sum()));
        from = i + 1;
      }
    }
    if (coupling.blocks().isEmpty()) {
      reasons.add("the model has no residual blocks");
    }
  }

  public boolean isEmpty() {
    return planned.isEmpty();
  }

  /** Why blocks have no gate, one line each. */
  public List<String> reasons() {
    return List.copyOf(reasons);
  }

  /** Share of the model's MACs that is paid whatever the gates say. */
  public double fixedShare() {
    return 1 - planned.stream().mapToDouble(Planned::share).sum();
  }

  /** Initializers of {@link #training} that are no weights. */
  public Set<String> constants() {
    return Set.copyOf(made);
  }

  private record Examined(GatedBlocks.Block block, String reason) {}

  private Examined examined(ResidualBlock block) {
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
        reason = "its branch reads " + value + ", which does not hold one row a record";
      }
    }
    return new Examined(new GatedBlocks.Block(block.name(), block.skip(), branch, rows), reason);
  }

  /** The model with gates that multiply, and the output {@link #COST}; first answers as before. */
  public Model training(long seed) {
    Model model = coupling.model();
    Graph graph = model.graph();
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    List<Node> nodes = new ArrayList<>();
    Map<String, Planned> gateOf = new LinkedHashMap<>();
    planned.forEach(p -> p.blocks().forEach(b -> gateOf.put(b.sum(), p)));
    SplittableRandom random = new SplittableRandom(seed);
    Writer writer = new Writer(model.opset(), nodes, initializers, made);
    for (Planned gate : planned) {
      String entrance = gate.entrance(graph);
      Observed shape = Objects.requireNonNull(coupling.shapes().get(entrance));
      writer.gate(gate, entrance, shape, random);
    }
    for (Node node : graph.nodes()) {
      Planned gate = gateOf.get(node.key());
      if (gate == null) {
        nodes.add(node);
        continue;
      }
      GatedBlocks.Block block =
          gate.blocks().stream().filter(b -> b.sum().equals(node.key())).findFirst().orElseThrow();
      Observed shape = Objects.requireNonNull(coupling.shapes().get(node.output(0)));
      String open = writer.shaped(gate, shape.rank());
      String masked = writer.node("Mul", node.key() + "/gated", node.input(1 - block.skip()), open);
      nodes.add(node.withInput(1 - block.skip(), masked));
    }
    writer.cost(planned, fixedShare());
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    outputs.add(column(COST));
    Set<String> available = new HashSet<>(initializers.keySet());
    graph.inputs().forEach(input -> available.add(input.name()));
    available.add("");
    return model.withGraph(
        graph
            .withNodes(Graph.sorted(nodes, available))
            .withInitializers(initializers)
            .withOutputs(outputs));
  }

  /** The model that runs, with the weights of a trained {@link #training}. */
  public Model running(Model trained) {
    Graph graph = coupling.model().graph();
    List<ValueInfo> withLogits = new ArrayList<>(graph.outputs());
    planned.forEach(p -> withLogits.add(column(p.logit())));
    Graph whole =
        graph
            .withNodes(withGates(trained.graph()))
            .withInitializers(trained.graph().initializers())
            .withOutputs(withLogits);
    List<GatedBlocks.Gate> gates =
        planned.stream().map(p -> new GatedBlocks.Gate(p.logit(), p.blocks())).toList();
    Model gated = GatedBlocks.of(trained.withGraph(whole), gates);
    return gated.withGraph(gated.graph().withOutputs(graph.outputs()).pruned());
  }

  /** The nodes of the model, and each gate's right behind what it looks at. */
  private List<Node> withGates(Graph trained) {
    Graph graph = coupling.model().graph();
    Map<String, Node> producers = graph.producers();
    List<Node> nodes = new ArrayList<>();
    planned.stream()
        .filter(p -> !producers.containsKey(p.entrance(graph)))
        .forEach(p -> nodes.addAll(p.nodes(trained)));
    for (Node node : graph.nodes()) {
      nodes.add(node);
      planned.stream()
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

  /** Nodes of gates. */
  private record Writer(
      long opset, List<Node> nodes, Map<String, Tensor> initializers, Set<String> made) {
    String node(String op, String output, String... inputs) {
      return node(op, Map.of(), output, inputs);
    }

    String node(String op, Map<String, Attribute> attributes, String output, String... inputs) {
      nodes.add(
          new Node(output, "", op, List.of(inputs), List.of(output), attributes, new byte[0]));
      return output;
    }

    String constant(String name, Tensor tensor) {
      initializers.put(name, tensor);
      made.add(name);
      return name;
    }

    private String weight(String name, Tensor tensor) {
      initializers.put(name, tensor);
      return name;
    }

    /** From features to a logit, and whether that is above 0. */
    void gate(Planned gate, String entrance, Observed shape, SplittableRandom random) {
      String n = gate.name();
      int axis = gate.axis();
      int channels = shape.a()[axis];
      long[] others =
          IntStream.range(1, shape.rank()).filter(i -> i != axis).asLongStream().toArray();
      String means = others.length == 0 ? entrance : means(n + "/means", entrance, others);
      String w1 = weight(n + "/hidden_weight", normal(random, HIDDEN, channels));
      String b1 = weight(n + "/hidden_bias", Tensor.floats(new float[HIDDEN], HIDDEN));
      String w2 = weight(n + "/weight", Tensor.floats(new float[HIDDEN], 1, HIDDEN));
      String b2 = weight(n + "/bias", Tensor.floats(new float[] {OPEN}, 1));
      Map<String, Attribute> transposed = Attributes.of("transB", 1);
      String hidden =
          node("Relu", n + "/relu", node("Gemm", transposed, n + "/hidden", means, w1, b1));
      Map<String, Attribute> faster = Attributes.of("transB", 1, "alpha", SPEED, "beta", SPEED);
      String logit = node("Gemm", faster, gate.logit(), hidden, w2, b2);
      node("Round", gate.gate(), node("Sigmoid", n + "/probability", logit));
    }

    private String means(String output, String x, long[] axes) {
      if (opset >= 18) {
        String named = constant(output + "_axes", Tensor.longs(axes, axes.length));
        return node("ReduceMean", Attributes.of("keepdims", 0), output, x, named);
      }
      return node("ReduceMean", Attributes.of("axes", axes, "keepdims", 0), output, x);
    }

    /** The gate with axes of size 1 behind the records. */
    String shaped(Planned gate, int rank) {
      String name = gate.gate() + "_" + rank;
      if (nodes.stream().noneMatch(n -> n.key().equals(name))) {
        long[] target = new long[rank];
        Arrays.fill(target, 1);
        target[0] = -1;
        node("Reshape", name, gate.gate(), constant(name + "_shape", Tensor.longs(target, rank)));
      }
      return name;
    }

    void cost(List<Planned> planned, double fixed) {
      String sum = constant(PREFIX + "/fixed", Tensor.floats(new float[] {(float) fixed}, 1));
      for (int i = 0; i < planned.size(); i++) {
        Planned gate = planned.get(i);
        Tensor held = Tensor.floats(new float[] {(float) gate.share()}, 1);
        String paid =
            node("Mul", gate.name() + "/paid", gate.gate(), constant(gate.name() + "/share", held));
        boolean last = i == planned.size() - 1;
        sum = node("Add", last ? COST : gate.name() + "/sum", paid, sum);
      }
    }

    private static Tensor normal(SplittableRandom random, int rows, int columns) {
      float[] values = new float[rows * columns];
      double scale = Math.sqrt(2.0 / columns);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * scale);
      }
      return Tensor.floats(values, rows, columns);
    }
  }
}
