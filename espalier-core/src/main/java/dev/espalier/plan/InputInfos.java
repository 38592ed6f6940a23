package dev.espalier.plan;

import dev.espalier.model.Graph;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.Arrays;

/** Restates the shapes of initializers that old files list among the inputs. */
final class InputInfos {
  private InputInfos() {}

  static Graph restated(Graph graph) {
    return graph.withInputs(graph.inputs().stream().map(i -> restated(i, graph)).toList());
  }

  private static ValueInfo restated(ValueInfo input, Graph graph) {
    Tensor tensor = graph.initializers().get(input.name());
    return tensor == null
        ? input
        : input.withDims(Arrays.stream(tensor.dims()).mapToObj(Dim::of).toList());
  }
}
