package dev.espalier.plan;

import dev.espalier.coupling.Coupler;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Consumption;
import dev.espalier.op.OpRule;
import dev.espalier.op.OpRules;
import dev.espalier.op.Trait;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds the constant that a cut unit still emits into the biases of its consumers: exact where the
 * unit is constant, but for zero-padded borders of convolutions; else the best constant in the
 * mean. A bias that several nodes read takes a constant if all of them bring the same.
 *
 * <p>For a consumer {@code y = W x + b} and constants {@code c} of the cut inputs, {@code b} grows
 * by {@code W c}. Where a convolution is read by a BatchNormalization alone, the running mean falls
 * by as much instead, so that no bias is added.
 */
public final class Folding {
  private static final OpRules RULES = OpRules.standard();

  private final Coupling coupling;
  private final GraphWriter writer;
  private final Map<String, Tensor> added = new LinkedHashMap<>();

  /** What each of its readers, by key, adds to an initializer. */
  private final Map<String, Map<String, float[]>> growths = new LinkedHashMap<>();

  private final Map<String, Node> replaced = new LinkedHashMap<>();
  private final Map<String, Node> follow = new LinkedHashMap<>();
  private final Map<String, String> siblings = new LinkedHashMap<>();
  private final Map<String, String> newValues = new LinkedHashMap<>();
  private final Map<String, List<Node>> consumers;
  private final java.util.Set<String> outputs;

  private Folding(Coupling coupling) {
    this.coupling = coupling;
    this.writer = GraphWriter.over(coupling.model());
    this.consumers = coupling.model().graph().consumers();
    this.outputs = coupling.model().graph().outputNames();
  }

  /**
   * {@return how a consumption is named in {@link PrunePlan#constants()}}
   *
   * @param c a place where units are summed over
   */
  public static String key(Consumption c) {
    return c.node() + ":" + c.input() + ":" + c.axis();
  }

  /**
   * {@return the model with the plan's constants folded, coupled again (groups keep names and
   * numbers)} The same coupling comes back where the plan has no constants.
   *
   * @param coupling of the model that is cut
   * @param plan what stays of the model
   * @param coupler couples the folded model
   */
  public static Coupling apply(Coupling coupling, PrunePlan plan, Coupler coupler) {
    if (plan.constants().isEmpty()) {
      return coupling;
    }
    Folding folding = new Folding(coupling);
    Map<String, Node> nodes = new LinkedHashMap<>();
    coupling.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
    for (Consumption c : coupling.consumptions()) {
      float[] constants = plan.constants().get(key(c));
      Node node = nodes.get(c.node());
      if (constants != null && node != null) {
        folding.fold(node, constants);
      }
    }
    folding.growths.forEach(folding::grow);
    return folding.coupled(coupler);
  }

  private void fold(Node node, float[] constants) {
    Tensor weights = coupling.constant(node.input(1));
    OpRule rule = RULES.of(node);
    Tensor delta = weights == null || rule == null ? null : rule.carried(node, weights, constants);
    if (delta == null || nothing(delta.floats()) || intoMean(node, delta.floats())) {
      return;
    }
    int bias = RULES.biasInput(node);
    if (bias >= 0) {
      bias(node, bias, delta);
    } else {
      product(node, delta);
    }
  }

  private static boolean nothing(float[] delta) {
    for (float d : delta) {
      if (d != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a normalisation alone reads the channels, so that its mean takes the constant. */
  private boolean intoMean(Node node, float[] delta) {
    List<Node> readers = consumers.getOrDefault(node.output(0), List.of());
    if (!Trait.MAPS.of(node)
        || readers.size() != 1
        || !readers.get(0).is("BatchNormalization")
        || outputs.contains(node.output(0))) {
      return false;
    }
    float[] less = new float[delta.length];
    for (int i = 0; i < less.length; i++) {
      less[i] = -delta[i];
    }
    return grows(readers.get(0), readers.get(0).input(3), less);
  }

  /** Grows the node's bias, or gives it one; a bias that is no plain vector is left alone. */
  private void bias(Node node, int input, Tensor delta) {
    Node current = replaced.getOrDefault(node.key(), node);
    if (current.hasInput(input)) {
      grows(node, current.input(input), delta.floats());
    } else {
      replaced.put(node.key(), current.withInput(input, added(node, delta)));
    }
  }

  /** A product's constant goes into the bias that is added next, or into a new one. */
  private void product(Node node, Tensor delta) {
    List<Node> readers = consumers.getOrDefault(node.output(0), List.of());
    if (readers.size() == 1 && readers.get(0).is("Add")) {
      for (String operand : readers.get(0).inputs()) {
        Tensor bias = writer.initializers().get(operand);
        if (bias != null
            && bias.size() == delta.size()
            && bias.dims()[bias.rank() - 1] == delta.size()) {
          grows(readers.get(0), operand, delta.floats());
          return;
        }
      }
    }
    String name = added(node, delta);
    String raw = writer.claim(node.key() + "/product");
    newValues.put(raw, node.output(0));
    replaced.put(
        node.key(),
        new Node(
            node.label(), // the group that it names keeps its name
            node.domain(),
            node.op(),
            node.inputs(),
            List.of(raw),
            node.attributes(),
            node.rest()));
    follow.put(
        node.key(),
        Node.of("Add", node.label() + "/bias", List.of(raw, name), List.of(node.output(0))));
  }

  /**
   * A new bias of the type of what the node makes, or the one of another node with the same
   * weights; its name.
   */
  private String added(Node node, Tensor delta) {
    Shapes.Observed made = coupling.shapes().get(node.output(0));
    Tensor bias = made == null ? delta : delta.as(made.type());
    String like = siblings.getOrDefault(node.input(1), "");
    if (bias.equals(added.get(like))) {
      return like;
    }
    String name = writer.initializer(writer.claim(node.key() + "/bias"), bias);
    added.put(name, bias);
    siblings.put(node.input(1), name);
    return name;
  }

  /**
   * Notes what a reader adds to an initializer, one element or one a unit; false where the value is
   * none.
   */
  private boolean grows(Node reader, String name, float[] delta) {
    Tensor value = writer.initializers().get(name);
    if (value == null || value.size() != 1 && value.size() != delta.length) {
      return false;
    }
    growths
        .computeIfAbsent(name, k -> new LinkedHashMap<>())
        .merge(reader.key(), delta, Folding::sum);
    return true;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /** A scalar or one-element bias grows to the full vector. */
  private void grow(String name, Map<String, float[]> by) {
    List<Node> readers = consumers.getOrDefault(name, List.of());
    float[] delta = by.values().iterator().next();
    if (!readers.stream().allMatch(r -> Arrays.equals(delta, by.get(r.key())))) {
      return;
    }
    Tensor old = Objects.requireNonNull(writer.initializers().get(name));
    double[] values = old.doubles();
    int[] dims = values.length == delta.length ? old.dims() : new int[] {delta.length};
    writer.initializer(
        name, Tensor.of(old.type(), dims, i -> values[values.length == 1 ? 0 : i] + delta[i]));
  }

  private Coupling coupled(Coupler coupler) {
    Graph graph = coupling.model().graph();
    for (Node node : graph.nodes()) {
      writer.add(replaced.getOrDefault(node.key(), node));
      @Nullable Node next = follow.get(node.key());
      if (next != null) {
        writer.add(next);
      }
    }
    Map<String, Shapes.Observed> values = new LinkedHashMap<>(coupling.shapes().values());
    added.forEach(
        (name, tensor) ->
            values.put(name, new Shapes.Observed(tensor.type(), tensor.dims(), tensor.dims())));
    newValues.forEach(
        (raw, like) -> {
          Shapes.Observed shape = values.get(like);
          if (shape != null) {
            values.put(raw, shape);
          }
        });
    Model folded = coupling.model().withGraph(writer.in(graph));
    return coupler.couple(folded, new Shapes(values, coupling.shapes().constants()));
  }
}
