package dev.espalier.record;

/**
 * Whether the cut model equals the original with the cut units silenced.
 *
 * @param certified whether every output lies within {@code atol + rtol * |expected|}
 * @param maxAbsError largest difference
 * @param maxRelError largest difference relative to {@code |expected| + atol / rtol}, so that it is
 *     at most rtol where certified
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param message what was compared, and where it failed if it did
 */
public record CertificateRecord(
    boolean certified,
    double maxAbsError,
    double maxRelError,
    double rtol,
    double atol,
    String message) {}
