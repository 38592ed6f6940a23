package dev.espalier.study;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.op.Trait;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.record.ModelProfile.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of each layer's width is used: rank of its weights, rank of what it puts out, filters
 * that point the same way.
 */
final class Redundancy {
  static final int MOST_LAYERS = 64;

  /** Eigenvalues of larger matrices would take seconds each. */
  private static final int WIDEST = 512;

  private static final int RECORDS = 64;
  private static final int BATCH = 16;
  private static final int POSITIONS = 64;
  private static final double ALIKE = 0.9;

  private final Model model;
  private final Shapes shapes;

  Redundancy(Model model, Shapes shapes) {
    this.model = model;
    this.shapes = shapes;
  }

  /** Layers in the graph's order, at most {@link #MOST_LAYERS}. */
  List<Layer> layers(Dataset data) {
    Map<Node, double[][]> weights = new LinkedHashMap<>();
    for (Node node : model.graph().nodes()) {
      double[][] rows = rows(node, model.graph());
      if (rows != null && weights.size() < MOST_LAYERS) {
        weights.put(node, rows);
      }
    }
    Map<String, Covariance> seen = observed(weights.keySet(), data);
    List<Layer> layers = new ArrayList<>();
    weights.forEach(
        (node, rows) -> {
          Covariance features = seen.get(node.output(0));
          layers.add(
              new Layer(
                  node.label(),
                  node.op(),
                  rows.length,
                  Rank.ofRows(rows),
                  Math.min(rows.length, rows[0].length),
                  features == null ? Double.NaN : Rank.ofCovariance(features.matrix()),
                  Rank.similar(rows, ALIKE)));
        });
    return layers;
  }

  /** Weights with one row a filter; null for nodes without, and for matrices that are too large. */
  static double @Nullable [][] rows(Node node, Graph graph) {
    Tensor weights = graph.initializers().get(node.input(1));
    boolean layer = Trait.FILTERS.of(node) || Trait.RECURRENT.of(node);
    if (!layer || weights == null || !weights.type().floating() || weights.rank() < 2) {
      return null;
    }
    boolean turned = weights.rank() == 2 && OpRules.standard().filterAxis(node) == 1;
    int[] dims = weights.dims();
    int n = Trait.RECURRENT.of(node) ? dims[0] * dims[1] : dims[0];
    int each = weights.size() / n;
    if (Math.min(n, each) > WIDEST || Math.min(n, each) < 2) {
      return null;
    }
    float[] values = weights.floats();
    double[][] rows = new double[n][each];
    for (int i = 0; i < values.length; i++) {
      rows[i / each][i % each] = values[i];
    }
    return turned ? Ridge.transposed(rows) : rows;
  }

  private Map<String, Covariance> observed(Set<Node> layers, Dataset data) {
    Map<String, Covariance> found = new LinkedHashMap<>();
    for (Node node : layers) {
      Shapes.Observed shape = shapes.get(node.output(0));
      if (shape != null && shape.type().floating() && shape.rank() >= 2) {
        int axis = Trait.MAPS.of(node) ? 1 : shape.rank() - 1;
        if (shape.a()[axis] <= WIDEST && shape.a()[axis] >= 2) {
          found.put(node.output(0), new Covariance(shape.a()[axis], axis));
        }
      }
    }
    if (found.isEmpty()) {
      return found;
    }
    int fixed = FreeBatch.fixedBatch(model);
    int step = fixed > 0 ? fixed : BATCH;
    int end = Math.min(data.size(), RECORDS) / step * step;
    Model observing = model.withGraph(model.graph().observing(found.keySet()));
    int threads = Runtime.getRuntime().availableProcessors();
    try (Session session = Session.open(observing, SessionOptions.threads(threads))) {
      for (int from = 0; from < end; from += step) {
        Batch batch = data.batch(Rows.all(data.size()).slice(from, from + step).numbers());
        session
            .run(batch.inputs(), found.keySet())
            .forEach((name, value) -> require(found, name).add(value));
      }
    }
    found.values().removeIf(c -> c.count == 0);
    return found;
  }

  private static Covariance require(Map<String, Covariance> found, String name) {
    return java.util.Objects.requireNonNull(found.get(name));
  }

  /** Sums over sampled positions of one value. */
  private static final class Covariance {
    private final int axis;
    private final double[] sum;
    private final double[][] products;
    private long count;

    Covariance(int width, int axis) {
      this.axis = axis;
      this.sum = new double[width];
      this.products = new double[width][width];
    }

    void add(Tensor value) {
      float[] v = value.floats();
      int width = sum.length;
      int inner = 1;
      for (int i = axis + 1; i < value.rank(); i++) {
        inner *= value.dims()[i];
      }
      int positions = v.length / width;
      int most = POSITIONS * BATCH;
      for (int k = 0; k < Math.min(positions, most); k++) {
        int p = positions <= most ? k : (int) ((long) k * positions / most);
        int at = p / inner * inner * width + p % inner;
        double[] x = new double[width];
        for (int c = 0; c < width; c++) {
          x[c] = v[at + c * inner];
          sum[c] += x[c];
        }
        for (int c = 0; c < width; c++) {
          for (int d = 0; d <= c; d++) {
            products[c][d] += x[c] * x[d];
          }
        }
        count++;
      }
    }

    double[][] matrix() {
      double[][] m = new double[sum.length][sum.length];
      for (int c = 0; c < sum.length; c++) {
        for (int d = 0; d <= c; d++) {
          m[c][d] = products[c][d] / count - sum[c] / count * (sum[d] / count);
          m[d][c] = m[c][d];
        }
      }
      return m;
    }
  }
}
