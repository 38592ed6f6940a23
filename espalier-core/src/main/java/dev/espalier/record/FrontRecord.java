package dev.espalier.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * One of several models of a run. In run.json what the parts hold stands beside the name.
 *
 * @param name for a person
 * @param files what the run folder holds of it
 * @param step the trial that it came of
 * @param chosen whether it is the run's result
 * @param size what it weighs and takes
 * @param quality how good it is
 * @param certificate that its cut is exact
 */
public record FrontRecord(
    String name,
    @JsonUnwrapped Saved files,
    int step,
    boolean chosen,
    @JsonUnwrapped Size size,
    @JsonUnwrapped Quality quality,
    CertificateRecord certificate) {
  /**
   * What the run folder holds of a model.
   *
   * @param file of the model, in the run folder
   * @param plan file in the run folder
   * @param sha256 of the model's file
   */
  public record Saved(String file, String plan, String sha256) {}

  /**
   * What a model weighs and takes.
   *
   * @param macs for one record
   * @param parameters numbers in weights
   * @param bytes of the file
   * @param latencyRatio time over the original's, measured alternately
   */
  public record Size(long macs, long parameters, long bytes, double latencyRatio) {}

  /**
   * How good a model is, on the examples that decided and on those that did not.
   *
   * @param gateMetric on the gate's examples; NaN without a gate
   * @param gateDrop from the original there; null without a gate
   * @param metric on the final examples; NaN without data
   * @param drop from the original there; null without data
   */
  public record Quality(
      double gateMetric, @Nullable Drop gateDrop, double metric, @Nullable Drop drop) {}
}
