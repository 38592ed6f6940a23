package dev.espalier.trial;

import dev.espalier.plan.PrunePlan;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.StepRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trials that lost too much. */
final class Rejected {
  private Rejected() {}

  static Trial trial(int number, StepRecord step, Drop drop) {
    return trial(number, 0, 1, step, drop);
  }

  static Trial trial(int number, int from, double excess, StepRecord step) {
    return trial(number, from, excess, step, null);
  }

  private static Trial trial(
      int number, int from, double excess, StepRecord step, @Nullable Drop drop) {
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
        drop,
        excess,
        false,
        step,
        0);
  }
}
