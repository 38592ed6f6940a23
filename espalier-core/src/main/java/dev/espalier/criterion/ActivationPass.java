package dev.espalier.criterion;

import dev.espalier.criterion.Activations.Statistic;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Averages what flows into each consumption of units that may be cut. */
final class ActivationPass {
  private final EvidenceRequest request;
  private final Set<Statistic> statistics;

  ActivationPass(EvidenceRequest request, Set<Statistic> statistics) {
    this.request = request;
    this.statistics = statistics;
  }

  Activations run(int threads) {
    List<ConsumedAxis> all = ConsumedAxis.prunable(request.coupling());
    List<Axis> axes =
        all.stream()
            .filter(c -> !c.recurrent() && request.coupling().constant(c.axis().value()) == null)
            .map(ConsumedAxis::axis)
            .toList();
    Map<Axis, Map<Statistic, double[]>> found =
        new AxisPass(request, statistics).run(axes, threads);
    Map<Consumption, Map<Statistic, double[]>> values = new LinkedHashMap<>();
    for (ConsumedAxis consumed : all) {
      Map<Statistic, double[]> one = found.get(consumed.axis());
      if (one != null) {
        values.put(consumed.consumption(), one);
      }
    }
    return new Activations(values);
  }
}
