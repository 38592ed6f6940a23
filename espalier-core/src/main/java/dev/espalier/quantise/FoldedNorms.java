package dev.espalier.quantise;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A normalisation with fixed statistics behind a convolution becomes part of its weights, as ONNX
 * Runtime does it with float models: behind weights of 8 bits it no longer can.
 */
final class FoldedNorms {
  private static final float EPSILON = 1e-5f;

  private final Graph graph;
  private final Map<String, List<Node>> consumers;
  private final Map<String, Tensor> constants;

  private FoldedNorms(Graph graph) {
    this.graph = graph;
    this.consumers = graph.consumers();
    this.constants = new LinkedHashMap<>(graph.initializers());
  }

  /** {@return the same function without such normalisations} */
  static Model of(Model model) {
    Graph folded = new FoldedNorms(model.graph()).folded();
    return model.withGraph(folded.pruned());
  }

  private Graph folded() {
    Map<String, Node> norms = new HashMap<>();
    for (Node node : graph.nodes()) {
      Node norm = normBehind(node);
      if (norm != null) {
        norms.put(node.key(), norm);
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node norm = norms.get(node.key());
      if (norm != null) {
        nodes.add(joined(node, norm));
      } else if (!norms.containsValue(node)) {
        nodes.add(node);
      }
    }
    return graph.withNodes(nodes).withInitializers(constants);
  }

  /** The normalisation that alone reads a convolution; null where there is none. */
  private @Nullable Node normBehind(Node conv) {
    if (!conv.qualified().equals("Conv") || !alone(conv.input(1))) {
      return null;
    }
    List<Node> readers = consumers.getOrDefault(conv.output(0), List.of());
    if (readers.size() != 1 || graph.outputNames().contains(conv.output(0))) {
      return null;
    }
    Node norm = readers.get(0);
    boolean fixed =
        norm.qualified().equals("BatchNormalization")
            && norm.input(0).equals(conv.output(0))
            && norm.intAttr("training_mode", 0) == 0
            && norm.inputs().stream().skip(1).allMatch(graph.initializers()::containsKey);
    boolean biased = conv.hasInput(2) && !alone(conv.input(2));
    return fixed && !biased ? norm : null;
  }

  private boolean alone(String constant) {
    return graph.initializers().containsKey(constant)
        && consumers.getOrDefault(constant, List.of()).size() == 1;
  }

  private Node joined(Node conv, Node norm) {
    double[] scale = doubles(norm.input(1));
    double[] shift = doubles(norm.input(2));
    double[] mean = doubles(norm.input(3));
    double[] variance = doubles(norm.input(4));
    Tensor weights = Objects.requireNonNull(constants.get(conv.input(1)));
    double[] values = weights.doubles();
    double[] bias = conv.hasInput(2) ? doubles(conv.input(2)) : new double[scale.length];
    int each = values.length / scale.length;
    for (int c = 0; c < scale.length; c++) {
      double factor = scale[c] / Math.sqrt(variance[c] + norm.floatAttr("epsilon", EPSILON));
      for (int i = 0; i < each; i++) {
        values[c * each + i] *= factor;
      }
      bias[c] = (bias[c] - mean[c]) * factor + shift[c];
    }
    constants.put(conv.input(1), weights.with(values));
    String name = conv.hasInput(2) ? conv.input(2) : norm.input(2);
    constants.put(name, Tensor.of(weights.type(), new int[] {bias.length}, i -> bias[i]));
    Node biased = conv.hasInput(2) ? conv : withBias(conv, name);
    return biased.making(Map.of(conv.output(0), norm.output(0)));
  }

  private static Node withBias(Node conv, String bias) {
    return conv.withInputs(List.of(conv.input(0), conv.input(1), bias));
  }

  private double[] doubles(String constant) {
    return Objects.requireNonNull(constants.get(constant)).doubles();
  }
}
