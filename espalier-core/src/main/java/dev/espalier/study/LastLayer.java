package dev.espalier.study;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Parameters;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Trait;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last layer with weights before the first output, and what enters it.
 *
 * @param node the layer
 * @param input value that enters it
 */
record LastLayer(Node node, String input) {
  private static final int BATCH = 64;

  /** Null where no product with constant weights leads to the output. */
  static @Nullable LastLayer of(Graph graph) {
    Map<String, Node> producers = graph.producers();
    Set<String> constants = new HashSet<>(graph.initializers().keySet());
    Parameters.views(graph).forEach(view -> constants.addAll(view.outputs()));
    Node node = producers.get(graph.outputs().get(0).name());
    while (node != null) {
      String data = "";
      boolean weighted = false;
      for (String read : node.inputs()) {
        boolean constant = constants.contains(read);
        weighted |= constant;
        data = data.isEmpty() && !constant ? read : data;
      }
      if (weighted && Trait.FILTERS.of(node)) {
        return new LastLayer(node, data);
      }
      node = producers.get(data);
    }
    return null;
  }

  /**
   * What enters the layer for each record, laid out flat; null where records are not told apart.
   */
  float @Nullable [][] features(Model model, Shapes shapes, Dataset data) {
    int fixed = FreeBatch.fixedBatch(model);
    int axis = fixed > 0 ? 0 : recordAxis(shapes.get(input));
    if (axis < 0) {
      return null;
    }
    int step = fixed > 0 ? fixed : BATCH;
    float[][] out = new float[data.size() / step * step + (fixed > 0 ? 0 : data.size() % step)][];
    Model observing = model.withGraph(model.graph().observing(List.of(input)));
    int threads = Runtime.getRuntime().availableProcessors();
    try (Session session = Session.open(observing, SessionOptions.threads(threads))) {
      for (int from = 0; from < out.length; from += step) {
        int to = Math.min(out.length, from + step);
        Batch batch = data.batch(Rows.all(data.size()).slice(from, to).numbers());
        Tensor value = session.run(batch.inputs(), Set.of(input)).get(input);
        if (value == null || !value.type().floating() || value.dims()[axis] != batch.size()) {
          return null;
        }
        for (int r = from; r < to; r++) {
          out[r] = value.select(axis, new int[] {r - from}).floats();
        }
      }
    }
    return out;
  }

  private static int recordAxis(Shapes.@Nullable Observed shape) {
    int axis = -1;
    for (int i = 0; shape != null && i < shape.rank(); i++) {
      if (shape.varies(i) && shape.a()[i] == 1) {
        axis = axis < 0 ? i : axis;
      }
    }
    return axis;
  }
}
