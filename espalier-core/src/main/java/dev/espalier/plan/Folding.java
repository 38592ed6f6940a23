package dev.espalier.plan;

import dev.espalier.coupling.Coupler;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Consumption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds the constant that a cut unit still emits into the biases of its consumers: exact where the
 * unit is constant, but for zero-padded borders of convolutions; else the best constant in the
 * mean.
 *
 * <p>For a consumer {@code y = W x + b} and constants {@code c} of the cut inputs, {@code b} grows
 * by {@code W c}. Where a convolution is read by a BatchNormalization alone, the running mean falls
 * by as much instead, so that no bias is added.
 */
public final class Folding {
  private final Coupling coupling;
  private final Map<String, Tensor> initializers;
  private final Map<String, Tensor> added = new LinkedHashMap<>();
  private final Map<String, Node> replaced = new LinkedHashMap<>();
  private final Map<String, Node> follow = new LinkedHashMap<>();
  private final Map<String, String> newValues = new LinkedHashMap<>();
  private final Map<String, List<Node>> consumers;
  private final java.util.Set<String> outputs;

  private Folding(Coupling coupling) {
    this.coupling = coupling;
    this.initializers = new LinkedHashMap<>(coupling.model().graph().initializers());
    this.consumers = coupling.model().graph().consumers();
    this.outputs = coupling.model().graph().outputNames();
  }

  /** How a consumption is named in {@link PrunePlan#constants()}. */
  public static String key(Consumption c) {
    return c.node() + ":" + c.input() + ":" + c.axis();
  }

  /**
   * The model with the plan's constants folded, coupled again (groups keep names and numbers). The
   * same coupling comes back where the plan has no constants.
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
    return folding.coupled(coupler);
  }

  private void fold(Node node, float[] constants) {
    Tensor weights = coupling.model().graph().initializers().get(node.input(1));
    if (weights == null) {
      return;
    }
    switch (node.op()) {
      case "Conv" ->
          convolution(node, Contribution.conv(weights, (int) node.intAttr("group", 1), constants));
      case "Gemm" ->
          gemm(node, Contribution.matrix(weights, node.intAttr("transB", 0) != 0, constants));
      case "MatMul" -> {
        if (weights.rank() == 2) {
          product(node, Contribution.matrix(weights, false, constants));
        }
      }
      case "LSTM", "GRU", "RNN" -> recurrent(node, Contribution.gates(weights, constants));
      default -> {}
    }
  }

  private void convolution(Node node, float[] delta) {
    List<Node> readers = consumers.getOrDefault(node.output(0), List.of());
    if (readers.size() == 1
        && readers.get(0).is("BatchNormalization")
        && !outputs.contains(node.output(0))) {
      String mean = readers.get(0).input(3);
      if (initializers.get(mean) != null) {
        grow(mean, delta, -1);
        return;
      }
    }
    bias(node, 2, delta);
  }

  private void gemm(Node node, float[] delta) {
    float alpha = node.floatAttr("alpha", 1);
    float beta = node.floatAttr("beta", 1);
    for (int i = 0; i < delta.length; i++) {
      delta[i] *= beta == 0 ? 0 : alpha / beta;
    }
    bias(node, 2, delta);
  }

  private void recurrent(Node node, float[] delta) {
    bias(node, 3, delta);
  }

  /** Grows the node's bias, or gives it one; a bias that is no plain vector is left alone. */
  private void bias(Node node, int input, float[] delta) {
    Node current = replaced.getOrDefault(node.key(), node);
    if (!current.hasInput(input)) {
      String name = fresh(node.key() + "/bias");
      Tensor tensor =
          input == 3
              ? Contribution.recurrentBias(delta, initializers.get(node.input(1)))
              : Tensor.floats(delta, delta.length);
      initializers.put(name, tensor);
      added.put(name, tensor);
      replaced.put(node.key(), current.withInput(input, name));
    } else if (initializers.get(current.input(input)) != null) {
      grow(current.input(input), delta, 1);
    }
  }

  /** A product's constant goes into the bias that is added next, or into a new one. */
  private void product(Node node, float[] delta) {
    List<Node> readers = consumers.getOrDefault(node.output(0), List.of());
    if (readers.size() == 1 && readers.get(0).is("Add")) {
      for (String operand : readers.get(0).inputs()) {
        Tensor bias = initializers.get(operand);
        if (bias != null
            && bias.size() == delta.length
            && bias.dims()[bias.rank() - 1] == delta.length) {
          grow(operand, delta, 1);
          return;
        }
      }
    }
    String name = fresh(node.key() + "/bias");
    String raw = fresh(node.key() + "/product");
    Tensor tensor = Tensor.floats(delta, delta.length);
    initializers.put(name, tensor);
    added.put(name, tensor);
    newValues.put(raw, node.output(0));
    replaced.put(
        node.key(),
        new Node(
            node.name(),
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

  private String fresh(String base) {
    String name = base;
    for (int i = 2; initializers.containsKey(name) || coupling.shapes().get(name) != null; i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private void grow(String name, float[] delta, int sign) {
    Tensor old = initializers.get(name);
    if (old == null) {
      return;
    }
    initializers.put(name, Contribution.grown(old, delta, sign));
  }

  private Coupling coupled(Coupler coupler) {
    Graph graph = coupling.model().graph();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(replaced.getOrDefault(node.key(), node));
      @Nullable Node next = follow.get(node.key());
      if (next != null) {
        nodes.add(next);
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
    Model folded =
        coupling.model().withGraph(graph.withNodes(nodes).withInitializers(initializers));
    return coupler.couple(folded, new Shapes(values, coupling.shapes().constants()));
  }
}
