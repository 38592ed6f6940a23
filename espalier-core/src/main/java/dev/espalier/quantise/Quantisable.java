package dev.espalier.quantise;

import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.Trait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node whose constant weights can be stored in fewer bits.
 *
 * @param node in its graph
 * @param weights name of the weights
 * @param place the input at which the node reads them
 * @param axis of the weights along which its outputs lie: each position has a scale of its own
 */
public record Quantisable(Node node, String weights, int place, int axis) {
  /** Where LSTM, GRU and RNN have the weights of their states. */
  private static final int RECURRENT_WEIGHTS = 2;

  /**
   * {@return all of a graph, in its order} Of a convolution, a product of matrices with a constant
   * second one, a recurrent layer, and a table whose rows are picked; all in float32.
   *
   * @param graph of a prepared model
   */
  public static List<Quantisable> all(Graph graph) {
    List<Quantisable> all = new ArrayList<>();
    for (Node node : graph.nodes()) {
      of(node, graph).ifPresent(all::add);
    }
    return all;
  }

  /**
   * {@return all of a graph by their nodes' keys}
   *
   * @param graph of a prepared model
   */
  public static Map<String, Quantisable> byKey(Graph graph) {
    Map<String, Quantisable> layers = new LinkedHashMap<>();
    all(graph).forEach(layer -> layers.put(layer.node().key(), layer));
    return layers;
  }

  private static Optional<Quantisable> of(Node node, Graph graph) {
    int place = node.is("Gather") ? 0 : 1;
    Tensor weights = weights(node, place, graph);
    if (weights == null
        || Trait.RECURRENT.of(node) && weights(node, RECURRENT_WEIGHTS, graph) == null) {
      return Optional.empty();
    }
    int axis = outputs(node, weights.rank() == 2);
    return axis == Grid.WHOLE
        ? Optional.empty()
        : Optional.of(new Quantisable(node, node.input(place), place, axis));
  }

  private static @Nullable Tensor weights(Node node, int place, Graph graph) {
    Tensor weights = node.hasInput(place) ? graph.initializers().get(node.input(place)) : null;
    return weights != null && weights.type() == DType.FLOAT && alone(node.input(place), graph)
        ? weights
        : null;
  }

  /** {@return this, and behind it the weights that a recurrent layer multiplies its state with} */
  List<Quantisable> parts() {
    return recurrent()
        ? List.of(
            this, new Quantisable(node, node.input(RECURRENT_WEIGHTS), RECURRENT_WEIGHTS, axis))
        : List.of(this);
  }

  private boolean recurrent() {
    return Trait.RECURRENT.of(node);
  }

  /**
   * The axis of the weights along which outputs lie; {@link Grid#WHOLE} where it is none of ours.
   */
  private static int outputs(Node node, boolean matrix) {
    if (!node.domain().isEmpty()) {
      return Grid.WHOLE;
    }
    if (Trait.RECURRENT.of(node)) {
      return 1;
    }
    if (node.is("Conv")) {
      return 0;
    }
    if (node.is("MatMul") && matrix) {
      return 1;
    }
    if (node.is("Gemm") && plain(node)) {
      return node.intAttr("transB", 0) == 1 ? 0 : 1;
    }
    return node.is("Gather") && matrix && node.intAttr("axis", 0) == 0 ? 0 : Grid.WHOLE;
  }

  /** What another node reads too would lie in the file twice. */
  private static boolean alone(String weights, Graph graph) {
    return graph.consumers().getOrDefault(weights, List.of()).size() == 1;
  }

  private static boolean plain(Node gemm) {
    return gemm.intAttr("transA", 0) == 0
        && gemm.floatAttr("alpha", 1) == 1
        && gemm.floatAttr("beta", 1) == 1;
  }

  /** {@return the forms that it can have beside float} */
  public Set<Form> forms() {
    if (node.is("Gather") || recurrent()) {
      return Set.of(Form.WEIGHTS, Form.HALF);
    }
    return node.is("Conv")
        ? Set.of(Form.STATIC, Form.WEIGHTS, Form.HALF)
        : Set.of(Form.STATIC, Form.DYNAMIC, Form.WEIGHTS, Form.HALF);
  }

  /** {@return name of what it multiplies with its weights} */
  public String input() {
    return node.input(0);
  }

  /** {@return name of what is added to its sums; empty for nothing} */
  public String bias() {
    return node.hasInput(2) && !recurrent() ? node.input(2) : "";
  }
}
