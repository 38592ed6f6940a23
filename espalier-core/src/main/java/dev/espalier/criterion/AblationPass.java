package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.data.Batch;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures the loss without each unit. Cost: one run of the sample for each unit, in one session.
 */
final class AblationPass {
  private final EvidenceRequest request;
  private final MaskedGraph masked;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Tensor> whole = new ArrayList<>();

  AblationPass(EvidenceRequest request) {
    this.request = request;
    this.masked = new MaskedGraph(request.model(), request.coupling());
    Batches.of(request.model(), request.sample(EvidenceGatherer.ABLATION_SAMPLES), request.batch())
        .forEach(batches::add);
  }

  Ablation run(int threads) {
    List<Group> groups = request.coupling().prunable();
    long total = groups.stream().mapToLong(Group::units).sum();
    long done = 0;
    Map<String, double[]> losses = new LinkedHashMap<>();
    try (Session session = Session.open(masked.model(), SessionOptions.threads(threads))) {
      batches.forEach(b -> whole.add(output(session, b, masked.whole())));
      double base = loss(session, masked.whole());
      for (Group group : groups) {
        double[] perUnit = new double[group.units()];
        for (int unit = 0; unit < perUnit.length; unit++) {
          perUnit[unit] = loss(session, masked.without(group, unit));
          request.progress().at("ablate units", ++done, total);
        }
        losses.put(group.name(), perUnit);
      }
      return new Ablation(base, losses);
    }
  }

  private double loss(Session session, Map<String, Tensor> masks) {
    double sum = 0;
    int records = 0;
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      Tensor output = output(session, batch, masks);
      sum += batch.size() * Loss.mean(request.task(), output, batch.labels(), whole.get(i));
      records += batch.size();
    }
    return sum / records;
  }

  private Tensor output(Session session, Batch batch, Map<String, Tensor> masks) {
    String name = request.model().graph().outputs().get(0).name();
    Map<String, Tensor> inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(masks);
    Tensor output = session.run(inputs, Set.of(name)).get(name);
    if (output == null) {
      throw new IllegalStateException("the runtime gave no " + name);
    }
    return output;
  }
}
