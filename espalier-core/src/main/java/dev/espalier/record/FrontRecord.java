package dev.espalier.record;

import org.jspecify.annotations.Nullable;

/**
 * One of several models of a run.
 *
 * @param name for a person
 * @param file in the run folder
 * @param plan file in the run folder
 * @param sha256 of the model's file
 * @param step the trial that it came of
 * @param chosen whether it is the run's result
 * @param macs for one record
 * @param parameters numbers in weights
 * @param bytes of the file
 * @param latencyRatio time over the original's, measured alternately
 * @param gateMetric on the gate's examples; NaN without a gate
 * @param gateDrop from the original there; null without a gate
 * @param metric on the final examples; NaN without data
 * @param drop from the original there; null without data
 * @param certificate that its cut is exact
 */
public record FrontRecord(
    String name,
    String file,
    String plan,
    String sha256,
    int step,
    boolean chosen,
    long macs,
    long parameters,
    long bytes,
    double latencyRatio,
    double gateMetric,
    @Nullable Drop gateDrop,
    double metric,
    @Nullable Drop drop,
    CertificateRecord certificate) {}
