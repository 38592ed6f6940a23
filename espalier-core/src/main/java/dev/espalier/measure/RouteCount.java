package dev.espalier.measure;

import dev.espalier.data.Dataset;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import dev.espalier.progress.Progress;
import dev.espalier.task.Predictions;
import java.util.ArrayList;
import java.util.List;

/** Which stage of a dynamic model answers each record. */
public final class RouteCount {
  private static final String AS_FLOAT = "espalier/route";

  private RouteCount() {}

  /** The int64 output {@code route} of {@code model} for every record. */
  public static int[] of(Model model, String route, Dataset data, int batch, int threads) {
    Graph graph = model.graph();
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.add(
        new Node(
            AS_FLOAT,
            "",
            "Cast",
            List.of(route),
            List.of(AS_FLOAT),
            Attributes.of("to", DType.FLOAT.onnx()),
            new byte[0]));
    ValueInfo output = ValueInfo.of(AS_FLOAT, DType.FLOAT, ValueInfo.Dim.symbol("n"));
    Model routes =
        model.withGraph(graph.withNodes(nodes).withOutputs(List.of(output)).withoutValueInfos());
    Predictions found = Evaluator.predict(routes, data, batch, threads, Progress.NONE);
    int[] out = new int[found.records()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.round(found.outputs()[i]);
    }
    return out;
  }
}
