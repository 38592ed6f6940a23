package dev.espalier.record;

import java.util.List;

/**
 * One cut of a schedule or one trial of a search.
 *
 * @param step counted from 1; a step 0 is the original itself, measured on the examples that the
 *     steps are judged on
 * @param targetRatio the size that was aimed at, against the original's
 * @param decision accept, reject or continue
 * @param reasons why, for a person
 * @param macs after the cut
 * @param parameters after the cut
 * @param metricBeforeTuning right after the cut; NaN without data
 * @param metricAfterTuning after the tuning that followed; NaN where there was none
 * @param epochs of that tuning, in order
 * @param seconds wall time
 * @param repeats the step that had come to the same cut, whose figures these are; 0 for none
 */
public record StepRecord(
    int step,
    double targetRatio,
    String decision,
    List<String> reasons,
    long macs,
    long parameters,
    double metricBeforeTuning,
    double metricAfterTuning,
    List<EpochRecord> epochs,
    double seconds,
    int repeats) {
  public StepRecord {
    reasons = Copies.list(reasons);
    epochs = Copies.list(epochs);
  }

  /**
   * {@return the same, where it is the n-th of its run}
   *
   * @param n number of the step
   */
  public StepRecord numbered(int n) {
    return new StepRecord(
        n,
        targetRatio,
        decision,
        reasons,
        macs,
        parameters,
        metricBeforeTuning,
        metricAfterTuning,
        epochs,
        seconds,
        repeats);
  }

  /**
   * {@return the same with other metrics}
   *
   * @param before the metric after the cut, before tuning
   * @param after the metric after tuning
   */
  public StepRecord measured(double before, double after) {
    return new StepRecord(
        step,
        targetRatio,
        decision,
        reasons,
        macs,
        parameters,
        before,
        after,
        epochs,
        seconds,
        repeats);
  }

  /**
   * {@return the n-th step, which came to this one's cut and took no time}
   *
   * @param n number of the step
   * @param ratio that was asked for
   * @param why reasons, one sentence each
   */
  public StepRecord again(int n, double ratio, List<String> why) {
    return new StepRecord(
        n,
        ratio,
        decision,
        why,
        macs,
        parameters,
        metricBeforeTuning,
        metricAfterTuning,
        List.of(),
        0,
        step);
  }

  /**
   * One epoch of a tuning: loss, metric, learning rate and time.
   *
   * @param epoch counted from 1
   * @param trainLoss mean over the epoch's batches
   * @param validationMetric on the gate's examples, or on training examples that were held out to
   *     watch; NaN without either
   * @param learningRate at the epoch's end
   * @param seconds wall time
   * @param imagesPerSecond training records a second
   */
  public record EpochRecord(
      int epoch,
      double trainLoss,
      double validationMetric,
      double learningRate,
      double seconds,
      double imagesPerSecond) {}
}
