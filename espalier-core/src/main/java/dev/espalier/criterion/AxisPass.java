package dev.espalier.criterion;

import dev.espalier.criterion.Activations.Statistic;
import dev.espalier.data.Batch;
import dev.espalier.data.Batches;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Averages inner values over a sample. Runs a model whose outputs are the statistics themselves, so
 * that only small vectors leave the runtime.
 */
final class AxisPass {
  private final EvidenceRequest request;
  private final Set<Statistic> statistics;
  private final Map<Axis, Map<Statistic, double[]>> sums = new LinkedHashMap<>();

  AxisPass(EvidenceRequest request, Set<Statistic> statistics) {
    this.request = request;
    this.statistics = statistics;
  }

  /** One number for each position of each axis; axes that were not observed are left out. */
  Map<Axis, Map<Statistic, double[]>> run(Collection<Axis> axes, int threads) {
    Model observing = observing(axes);
    if (!sums.isEmpty()) {
      average(observing, threads);
    }
    return sums;
  }

  private Model observing(Collection<Axis> axes) {
    StatisticsGraph built = new StatisticsGraph(request.model(), statistics);
    for (Axis axis : axes) {
      Shapes.Observed shape = request.coupling().shapes().get(axis.value());
      if (shape != null && !sums.containsKey(axis)) {
        built.observe(axis, shape);
        Map<Statistic, double[]> zeros = new LinkedHashMap<>();
        statistics.forEach(s -> zeros.put(s, new double[shape.a()[axis.index()]]));
        sums.put(axis, zeros);
      }
    }
    return built.model();
  }

  private void average(Model observing, int threads) {
    Batches batches = Batches.of(observing, request.sample(Integer.MAX_VALUE), request.batch());
    long records = 0;
    int done = 0;
    try (Session session = Session.open(observing, SessionOptions.threads(threads))) {
      for (Batch batch : batches) {
        add(session.run(batch.inputs()), batch.size());
        records += batch.size();
        request.progress().at("observe activations", ++done, batches.count());
      }
    }
    double all = records;
    sums.values().forEach(m -> m.values().forEach(v -> Arrays.setAll(v, i -> v[i] / all)));
  }

  private void add(Map<String, Tensor> outputs, int weight) {
    sums.forEach(
        (axis, byStatistic) ->
            byStatistic.forEach(
                (statistic, sum) -> {
                  float[] mean = output(outputs, StatisticsGraph.name(axis, statistic));
                  for (int i = 0; i < sum.length; i++) {
                    sum[i] += (double) weight * mean[i];
                  }
                }));
  }

  private static float[] output(Map<String, Tensor> outputs, String name) {
    Tensor tensor = outputs.get(name);
    if (tensor == null) {
      throw new IllegalStateException("the runtime gave no " + name);
    }
    return tensor.floats();
  }
}
