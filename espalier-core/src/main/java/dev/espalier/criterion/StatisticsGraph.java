package dev.espalier.criterion;

import dev.espalier.criterion.Activations.Statistic;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A model whose outputs are means of its inner values over all axes but one. */
final class StatisticsGraph {
  private static final String PREFIX = "espalier/statistics/";

  private final Model model;
  private final Set<Statistic> statistics;
  private final GraphWriter writer;
  private final List<ValueInfo> outputs = new ArrayList<>();

  StatisticsGraph(Model model, Set<Statistic> statistics) {
    this.model = model;
    this.statistics = statistics;
    this.writer = GraphWriter.over(model);
    model.graph().nodes().forEach(writer::add);
    writer.initializer(PREFIX + "tiny", Tensor.floats(new float[] {1e-12f}));
  }

  /** Name of the output that holds a statistic. */
  static String name(Axis axis, Statistic statistic) {
    return PREFIX + axis + "/" + statistic.name().toLowerCase(Locale.ROOT);
  }

  /** Adds the statistics along one axis. */
  void observe(Axis axis, Shapes.Observed shape) {
    String x = axis.value();
    if (shape.type() != DType.FLOAT) {
      x =
          writer.named(
              PREFIX + axis + "/float", "Cast", Attributes.of("to", DType.FLOAT.onnx()), x);
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
    return model.withGraph(writer.in(graph).withOutputs(outputs).withoutValueInfos().pruned());
  }

  private String measured(Statistic statistic, String x, String name) {
    return switch (statistic) {
      case MEAN -> x;
      case SQUARE -> writer.named(name, "Mul", Map.of(), x, x);
      case MAGNITUDE -> writer.named(name, "Abs", Map.of(), x);
      case FREQUENCY -> {
        String size = writer.named(name + "/size", "Abs", Map.of(), x);
        String above = writer.named(name + "/above", "Greater", Map.of(), size, PREFIX + "tiny");
        yield writer.named(name, "Cast", Attributes.of("to", DType.FLOAT.onnx()), above);
      }
    };
  }

  private void mean(String x, Axis axis, Shapes.Observed shape, String name) {
    long[] others =
        IntStream.range(0, shape.rank()).filter(i -> i != axis.index()).asLongStream().toArray();
    if (others.length == 0) {
      writer.named(name, "Identity", Map.of(), x);
    } else {
      writer.named(name, "ReduceMean", Attributes.of("axes", others, "keepdims", 0), x);
    }
  }
}
