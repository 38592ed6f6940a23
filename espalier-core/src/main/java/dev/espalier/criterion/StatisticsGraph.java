package dev.espalier.criterion;

import dev.espalier.criterion.Activations.Statistic;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Axis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A model whose outputs are means of its inner values over all axes but one. */
final class StatisticsGraph {
  private static final String PREFIX = "espalier/statistics/";

  /** From this version on Reduce operators take their axes as an input. */
  private static final int AXES_AS_INPUT = 18;

  private final Model model;
  private final Set<Statistic> statistics;
  private final List<Node> nodes;
  private final Map<String, Tensor> initializers;
  private final List<ValueInfo> outputs = new ArrayList<>();

  StatisticsGraph(Model model, Set<Statistic> statistics) {
    this.model = model;
    this.statistics = statistics;
    this.nodes = new ArrayList<>(model.graph().nodes());
    this.initializers = new LinkedHashMap<>(model.graph().initializers());
    initializers.put(PREFIX + "tiny", Tensor.floats(new float[] {1e-12f}));
  }

  /** Name of the output that holds a statistic. */
  static String name(Axis axis, Statistic statistic) {
    return PREFIX + axis + "/" + statistic.name().toLowerCase(Locale.ROOT);
  }

  /** Adds the statistics along one axis. */
  void observe(Axis axis, Shapes.Observed shape) {
    String x = axis.value();
    if (shape.type() != DType.FLOAT) {
      x = node("Cast", PREFIX + axis + "/float", Attributes.of("to", DType.FLOAT.onnx()), x);
    }
    for (Statistic statistic : statistics) {
      String y = measured(statistic, x, PREFIX + axis + "/each-" + statistic);
      mean(y, axis, shape, name(axis, statistic));
      ValueInfo.Dim length = ValueInfo.Dim.of(shape.a()[axis.index()]);
      outputs.add(ValueInfo.of(name(axis, statistic), DType.FLOAT, length));
    }
  }

  /** The model that computes nothing but the statistics. */
  Model model() {
    Graph graph = model.graph();
    return model.withGraph(
        new Graph(graph.name(), nodes, initializers, graph.inputs(), outputs, List.of()).pruned());
  }

  private String measured(Statistic statistic, String x, String name) {
    return switch (statistic) {
      case MEAN -> x;
      case SQUARE -> node("Mul", name, Map.of(), x, x);
      case MAGNITUDE -> node("Abs", name, Map.of(), x);
      case FREQUENCY -> {
        String size = node("Abs", name + "/size", Map.of(), x);
        String above = node("Greater", name + "/above", Map.of(), size, PREFIX + "tiny");
        yield node("Cast", name, Attributes.of("to", DType.FLOAT.onnx()), above);
      }
    };
  }

  private void mean(String x, Axis axis, Shapes.Observed shape, String name) {
    long[] others =
        IntStream.range(0, shape.rank()).filter(i -> i != axis.index()).asLongStream().toArray();
    if (others.length == 0) {
      node("Identity", name, Map.of(), x);
    } else if (model.opset() >= AXES_AS_INPUT) {
      initializers.put(name + "/axes", Tensor.vector(others));
      node("ReduceMean", name, Attributes.of("keepdims", 0), x, name + "/axes");
    } else {
      node("ReduceMean", name, Attributes.of("axes", others, "keepdims", 0), x);
    }
  }

  private String node(
      String op, String output, Map<String, Attribute> attributes, String... inputs) {
    nodes.add(new Node(output, "", op, List.of(inputs), List.of(output), attributes, new byte[0]));
    return output;
  }
}
