package dev.espalier.trial;

import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.Written;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.StepRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.StageContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The original as a trial that nothing was done to: where all others begin. */
final class Originals {
  private Originals() {}

  static Trial of(Recipe recipe, Prepared prepared, Candidate whole) {
    Cost cost = new Cost(prepared.coupling(), OpRules.standard());
    Map<String, Double> reached = new LinkedHashMap<>();
    recipe.goal().aims().forEach(a -> reached.put(a.what().word(), 1.0));
    CertificateRecord proof =
        new CertificateRecord(
            true,
            0,
            0,
            Certificate.RTOL,
            Certificate.ATOL,
            "nothing was cut: this is the original");
    StepRecord step =
        new StepRecord(
            0,
            1,
            "accept",
            List.of("the original"),
            cost.macs(),
            Written.parameters(prepared.original()),
            Double.NaN,
            Double.NaN,
            List.of(),
            0,
            0);
    return new Trial(
        StageContext.ORIGINAL,
        0,
        0,
        1,
        new Trial.Cut(1, reached, whole.plan(), List.of(), proof, null),
        null,
        Double.NaN,
        true,
        step,
        0);
  }
}
