package dev.espalier.trial;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.espalier.plan.PrunePlan;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.SearchRecord;
import dev.espalier.record.StepRecord;
import dev.espalier.stage.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one cut with its tuning came to; kept in the work folder so that a killed run goes on from
 * it.
 *
 * @param id identity (see {@link TrialSpec})
 * @param number counted from 1; 0 for the original
 * @param from the trial whose model was cut; 0 for the original
 * @param ratio of the budget that was asked for, against the original
 * @param cut what was done to the original, and how much of it that leaves
 * @param drop on the gate's examples; null without a gate
 * @param excess by how many standard errors the loss lies above the allowed one; NaN without a gate
 * @param accepted whether the drop stayed within what is allowed
 * @param step for the record
 * @param repeats the trial that was cut to the same plan, whose figures these are; 0 for none
 */
public record Trial(
    String id,
    int number,
    int from,
    double ratio,
    @JsonUnwrapped Cut cut,
    @Nullable Drop drop,
    double excess,
    boolean accepted,
    StepRecord step,
    int repeats) {
  /**
   * What was done to the original, and how much of it that leaves.
   *
   * @param achieved the ratio that the widths gave, in the measure of the leading target
   * @param reached share of the original's by target
   * @param plan from the original to the result
   * @param done the stages from the original to the result
   * @param certificate of the cut
   * @param search that found the widths; null where an allocation did
   */
  public record Cut(
      double achieved,
      Map<String, Double> reached,
      PrunePlan plan,
      List<Done> done,
      CertificateRecord certificate,
      @Nullable SearchRecord search) {}

  /** The same, where it is the n-th of its run. */
  Trial numbered(int n) {
    return new Trial(id, n, from, ratio, cut, drop, excess, accepted, step.numbered(n), repeats);
  }

  /** This trial's figures for another one that came to the same cut; it is never accepted again. */
  Trial again(TrialSpec spec) {
    List<String> reasons = new ArrayList<>(spec.why());
    reasons.add(
        "the same cut as trial "
            + number
            + (accepted ? ", beyond which nothing could be cut" : ", which was rejected")
            + ": not tuned anew");
    StepRecord told = step.again(spec.number(), spec.ratio(), reasons);
    return new Trial(
        spec.id(), spec.number(), from, spec.ratio(), cut, drop, excess, accepted, told, number);
  }
}
