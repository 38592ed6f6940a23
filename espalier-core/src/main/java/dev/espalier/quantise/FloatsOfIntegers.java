package dev.espalier.quantise;

import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file whose layers multiply integers, in floats: what DynamicQuantizeLinear, MatMulInteger, Cast
 * and two Mul compute becomes one MatMul with the weights that the integers stand for, so that it
 * can be cut and tuned. In the form {@link Form#DYNAMIC} its layers multiply integers again.
 *
 * @param floats the model without the rounding of what its layers read
 * @param layers keys of the nodes that multiplied integers
 */
public record FloatsOfIntegers(Model floats, Set<String> layers) {
  private static final String RENAMED = "_quant";

  public FloatsOfIntegers {
    layers = Set.copyOf(layers);
  }

  /**
   * {@return the model in floats; empty where none of its layers is of this kind, or ONNX Runtime
   * computes something else} Cost: a few calls of both.
   *
   * @param model whose constants are initializers
   * @param feeds inputs to compare both on
   */
  public static Optional<FloatsOfIntegers> of(Model model, List<Map<String, Tensor>> feeds) {
    FloatsOfIntegers restored = new Reading(model).restored();
    return restored.layers.isEmpty()
            || !QuantCertificate.rounding(restored, model, feeds).certified()
        ? Optional.empty()
        : Optional.of(restored);
  }

  /**
   * Whether a model may have such layers.
   *
   * @param model any model
   * @return whether one of its nodes multiplies integers
   */
  public static boolean concerns(Model model) {
    return model.graph().nodes().stream().anyMatch(node -> node.is("MatMulInteger"));
  }

  /**
   * {@return the plan of a model in which the same layers multiply integers}
   *
   * @param ready a model in floats, cut or not
   * @param layers keys of the nodes that multiplied integers
   */
  public static QuantPlan again(Model ready, Set<String> layers) {
    Map<String, Form> forms = new LinkedHashMap<>();
    Quantisable.byKey(ready.graph())
        .forEach(
            (key, layer) -> {
              if (layers.contains(key) && layer.forms().contains(Form.DYNAMIC)) {
                forms.put(key, Form.DYNAMIC);
              }
            });
    return new QuantPlan(forms, Map.of());
  }

  /**
   * The nodes of one layer.
   *
   * @param x what is rounded and multiplied
   * @param weights what the integers stand for
   * @param product the node that multiplies
   * @param last the node that brings the sums to scale
   */
  private record Layer(String x, Tensor weights, Node product, Node last) {}

  /** Finds the layers of a graph. */
  private static final class Reading {
    private final Model model;
    private final Graph graph;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers;

    Reading(Model model) {
      this.model = model;
      this.graph = model.graph();
      this.producers = graph.producers();
      this.consumers = graph.consumers();
    }

    FloatsOfIntegers restored() {
      Map<Node, Layer> lasts = new HashMap<>();
      Set<String> keys = new LinkedHashSet<>();
      Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
      for (Node node : graph.nodes()) {
        Layer layer = node.is("MatMulInteger") ? layer(node) : null;
        if (layer != null) {
          lasts.put(layer.last, layer);
        }
      }
      List<Node> nodes = new ArrayList<>();
      for (Node node : graph.nodes()) {
        Layer layer = lasts.get(node);
        if (layer == null) {
          nodes.add(node);
          continue;
        }
        String weights = named(layer, initializers);
        initializers.put(weights, layer.weights);
        Node multiply =
            Node.of("MatMul", name(layer.product), List.of(layer.x, weights), layer.last.outputs());
        keys.add(multiply.key());
        nodes.add(multiply);
      }
      return new FloatsOfIntegers(
          model.withGraph(
              graph.withNodes(nodes).withInitializers(initializers).withoutValueInfos().pruned()),
          keys);
    }

    /** As it was called before onnxruntime.quantization renamed it; no name is given twice. */
    private String name(Node product) {
      String plain =
          product.name().endsWith(RENAMED)
              ? product.name().substring(0, product.name().length() - RENAMED.length())
              : product.name() + "_floats";
      boolean taken = graph.nodes().stream().anyMatch(n -> n.name().equals(plain));
      return product.name().isEmpty() || taken ? "" : plain;
    }

    private String named(Layer layer, Map<String, Tensor> initializers) {
      String name = layer.product.input(1) + "_floats";
      while (initializers.containsKey(name) || producers.containsKey(name)) {
        name += "_";
      }
      return name;
    }

    private @Nullable Layer layer(Node product) {
      Node rounding = producers.get(product.input(0));
      Tensor weights = graph.initializers().get(product.input(1));
      Node cast = only(product.output(0), "Cast");
      Node last = cast == null ? null : only(cast.output(0), "Mul");
      if (rounding == null
          || !rounding.is("DynamicQuantizeLinear")
          || !product.input(0).equals(rounding.output(0))
          || !product.input(2).equals(rounding.output(2))
          || cast == null
          || last == null
          || weights == null
          || weights.rank() != 2
          || weights.type().bytes() != 1
          || cast.intAttr("to", 0) != DType.FLOAT.onnx()) {
        return null;
      }
      double[] zeros = perColumn(product, 3, weights.dims()[1], 0);
      double[] scales = scales(other(last, cast.output(0)), rounding, weights.dims()[1]);
      return zeros == null || scales == null
          ? null
          : new Layer(rounding.input(0), floats(weights, zeros, scales), product, last);
    }

    /** The node of this kind that alone reads a value; null for any other. */
    private @Nullable Node only(String value, String op) {
      List<Node> readers = consumers.getOrDefault(value, List.of());
      boolean alone = readers.size() == 1 && !graph.outputNames().contains(value);
      return alone && readers.get(0).is(op) ? readers.get(0) : null;
    }

    private static String other(Node product, String operand) {
      return product.input(0).equals(operand) ? product.input(1) : product.input(0);
    }

    /** Scales of the weights, where a value is the input's scale times these; else null. */
    private double @Nullable [] scales(String value, Node rounding, int columns) {
      Node product = producers.get(value);
      if (product == null || !product.is("Mul") || !product.inputs().contains(rounding.output(1))) {
        return null;
      }
      int place = product.input(0).equals(rounding.output(1)) ? 1 : 0;
      return perColumn(product, place, columns, Double.NaN);
    }

    /** Numbers that an input holds, one for all columns or one each; null where it holds others. */
    private double @Nullable [] perColumn(Node node, int input, int columns, double missing) {
      double[] all = new double[columns];
      if (!node.hasInput(input)) {
        Arrays.fill(all, missing);
        return Double.isNaN(missing) ? null : all;
      }
      Tensor given = graph.initializers().get(node.input(input));
      boolean row =
          given != null
              && (given.size() == 1
                  || given.size() == columns && given.dims()[given.rank() - 1] == columns);
      if (given == null || !row) {
        return null;
      }
      Arrays.setAll(all, j -> given.number(given.size() == 1 ? 0 : j));
      return all;
    }

    private static Tensor floats(Tensor integers, double[] zeros, double[] scales) {
      int columns = scales.length;
      return Tensor.of(
          DType.FLOAT,
          integers.dims(),
          i -> (float) (integers.number(i) - zeros[i % columns]) * (float) scales[i % columns]);
    }
  }
}
