package dev.espalier.trial;

import dev.espalier.plan.PrunePlan;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.StepRecord;
import java.util.List;
import java.util.Map;

/** Trials that lost too much. */
final class Rejected {
  private Rejected() {}

  static Trial trial(int number, int from, double excess, StepRecord step) {
    return new Trial(
        "t" + number,
        number,
        from,
        0.2,
        new Trial.Cut(
            0.19,
            Map.of(),
            PrunePlan.whole("blocks"),
            List.of(),
            new CertificateRecord(true, 0, 0, 1e-4, 1e-5, ""),
            null),
        null,
        excess,
        false,
        step,
        0);
  }
}
