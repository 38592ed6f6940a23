package dev.espalier.record;

/**
 * Whether the cut model equals the original with the cut units silenced.
 *
 * @param certified whether every output, or what each part makes, lies within {@code atol + rtol *
 *     |expected|}
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
    String message) {
  /** Begins what the message says of a comparison part by part. */
  public static final String IN_PARTS = " in each of its ";

  /** {@return whether the parts were compared, since the outputs tell nothing or round too much} */
  public boolean apart() {
    return message.contains(IN_PARTS);
  }
}
