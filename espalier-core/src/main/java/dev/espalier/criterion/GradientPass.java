package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.criterion.GradientEvidence.Moments;
import dev.espalier.criterion.GradientEvidence.UnitSums;
import dev.espalier.data.Dataset;
import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.op.Role;
import dev.espalier.tune.Gradients;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Condenses the gradients of each batch into moments and into sums over units. */
final class GradientPass {
  private static final Set<Role> OWN = EnumSet.of(Role.PRODUCES, Role.SCALES, Role.SHIFTS);

  private final EvidenceRequest request;
  private final Map<String, Moments> moments = new LinkedHashMap<>();
  private final Map<String, UnitSums> taylor = new LinkedHashMap<>();
  private final Map<String, float[]> weights = new LinkedHashMap<>();
  private int batches;

  GradientPass(EvidenceRequest request) {
    this.request = request;
    for (Group group : request.coupling().prunable()) {
      taylor.put(group.name(), new UnitSums(new double[group.units()], new double[group.units()]));
    }
  }

  GradientEvidence run(Gradients port) {
    Dataset sample = request.sample(Integer.MAX_VALUE);
    int total = (sample.size() + request.batch() - 1) / request.batch();
    port.each(
        request.model(),
        sample,
        request.task(),
        request.teacher(),
        request.batch(),
        gradients -> {
          add(gradients);
          request.progress().at("gather gradients", ++batches, Math.max(batches, total));
        });
    if (batches == 0) {
      throw new DataException("there are no examples to gather gradients on; choose another split");
    }
    double n = batches;
    moments.values().forEach(m -> divide(m, n));
    taylor.values().forEach(s -> divide(s, n));
    return new GradientEvidence(moments, taylor);
  }

  private void add(Map<String, Tensor> gradients) {
    Map<String, float[]> values = new LinkedHashMap<>();
    gradients.forEach((name, tensor) -> values.put(name, tensor.floats()));
    values.forEach(this::addMoments);
    for (Group group : request.coupling().prunable()) {
      addTaylor(group, values);
    }
  }

  private void addMoments(String name, float[] g) {
    Moments sums =
        moments.computeIfAbsent(name, k -> new Moments(new float[g.length], new float[g.length]));
    for (int i = 0; i < g.length; i++) {
      sums.mean()[i] += g[i];
      sums.meanSquare()[i] += g[i] * g[i];
    }
  }

  private void addTaylor(Group group, Map<String, float[]> gradients) {
    double[] sums = new double[group.units()];
    for (Slot slot : group.parameters()) {
      String name = slot.axis().value();
      float[] g = gradients.get(name);
      Tensor tensor = request.model().graph().initializers().get(name);
      if (g != null && tensor != null && tensor.type().floating() && OWN.contains(slot.role())) {
        float[] w = weights.computeIfAbsent(name, k -> tensor.floats());
        Slices.add(slot, tensor.dims(), i -> (double) w[i] * g[i], sums);
      }
    }
    UnitSums unitSums = taylor.get(group.name());
    for (int u = 0; unitSums != null && u < sums.length; u++) {
      unitSums.meanSquare()[u] += sums[u] * sums[u];
      unitSums.meanAbsolute()[u] += Math.abs(sums[u]);
    }
  }

  private static void divide(Moments m, double n) {
    for (int i = 0; i < m.mean().length; i++) {
      m.mean()[i] /= (float) n;
      m.meanSquare()[i] /= (float) n;
    }
  }

  private static void divide(UnitSums s, double n) {
    Arrays.setAll(s.meanSquare(), i -> s.meanSquare()[i] / n);
    Arrays.setAll(s.meanAbsolute(), i -> s.meanAbsolute()[i] / n);
  }
}
