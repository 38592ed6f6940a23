package dev.espalier.pipeline;

/**
 * What the original costs; ratios are against it.
 *
 * @param parameters weights
 * @param macs for one record
 * @param bytes of the file
 */
record Baseline(long parameters, long macs, long bytes) {}
