package dev.espalier.trial;

import dev.espalier.plan.PrunePlan;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.SearchRecord;
import dev.espalier.record.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one cut with its tuning came to; kept in the work folder so that a killed run goes on from
 * it.
 *
 * @param number counted from 1
 * @param from the trial whose model was cut; 0 for the original
 * @param ratio of the budget that was asked for, against the original
 * @param achieved the ratio that the widths gave, in the measure of the leading target
 * @param reached share of the original's by target
 * @param plan from the original to the result
 * @param certificate of the cut
 * @param drop on the gate's examples; null without a gate
 * @param excess by how many standard errors the loss lies above the allowed one; NaN without a gate
 * @param accepted whether the drop stayed within what is allowed
 * @param step for the record
 * @param search that found the widths; null where an allocation did
 * @param repeats the trial that was cut to the same plan, whose figures these are; 0 for none
 */
public record Trial(
    int number,
    int from,
    double ratio,
    double achieved,
    Map<String, Double> reached,
    PrunePlan plan,
    CertificateRecord certificate,
    @Nullable Drop drop,
    double excess,
    boolean accepted,
    StepRecord step,
    @Nullable SearchRecord search,
    int repeats) {
  /** This trial's figures for another one that came to the same cut; it is never accepted again. */
  Trial again(int next, Ask ask) {
    List<String> reasons = new ArrayList<>(ask.why());
    reasons.add(
        "the same cut as trial "
            + number
            + (accepted ? ", beyond which nothing could be cut" : ", which was rejected")
            + ": not tuned anew");
    StepRecord same =
        new StepRecord(
            next,
            ask.ratio(),
            step.decision(),
            reasons,
            step.macs(),
            step.parameters(),
            step.metricBeforeTuning(),
            step.metricAfterTuning(),
            List.of(),
            0);
    return new Trial(
        next,
        from,
        ask.ratio(),
        achieved,
        reached,
        plan,
        certificate,
        drop,
        excess,
        accepted,
        same,
        search,
        number);
  }
}
