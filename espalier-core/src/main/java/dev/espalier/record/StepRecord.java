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
    double seconds) {
  public StepRecord {
    reasons = Copies.list(reasons);
    epochs = Copies.list(epochs);
  }

  /**
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
