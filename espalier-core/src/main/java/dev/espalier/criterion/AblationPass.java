package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the loss without each unit. Cost: one run of the sample for each unit, in one session.
 */
final class AblationPass {
  private final EvidenceRequest request;
  private final MaskedGraph masked;

  AblationPass(EvidenceRequest request) {
    this.request = request;
    this.masked = new MaskedGraph(request.model(), request.coupling());
  }

  Ablation run(int threads) {
    List<Group> groups = request.coupling().prunable();
    long total = groups.stream().mapToLong(Group::units).sum();
    long done = 0;
    Map<String, double[]> losses = new LinkedHashMap<>();
    try (Session session = Session.open(masked.model(), SessionOptions.threads(threads))) {
      SampleLoss loss =
          new SampleLoss(request, EvidenceGatherer.ABLATION_SAMPLES, session, masked.whole());
      double base = loss.of(session, masked.whole());
      for (Group group : groups) {
        double[] perUnit = new double[group.units()];
        for (int unit = 0; unit < perUnit.length; unit++) {
          perUnit[unit] = loss.of(session, masked.without(group, unit));
          request.progress().at("ablate units", ++done, total);
        }
        losses.put(group.name(), perUnit);
      }
      return new Ablation(base, losses);
    }
  }
}
