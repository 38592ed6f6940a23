package dev.espalier.stage;

import dev.espalier.record.CertificateRecord;
import org.jspecify.annotations.Nullable;

/** The proofs of several stages as one. */
public final class Proofs {
  private Proofs() {}

  /**
   * {@return the one that fails, or both: the largest errors, the widest tolerances, and what each
   * says}
   *
   * @param first null for none
   * @param second null for none
   */
  public static @Nullable CertificateRecord joined(
      @Nullable CertificateRecord first, @Nullable CertificateRecord second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    if (!first.certified() || !second.certified()) {
      return first.certified() ? second : first;
    }
    return new CertificateRecord(
        true,
        Math.max(first.maxAbsError(), second.maxAbsError()),
        Math.max(first.maxRelError(), second.maxRelError()),
        Math.max(first.rtol(), second.rtol()),
        Math.max(first.atol(), second.atol()),
        first.message().contains(second.message())
            ? first.message()
            : first.message() + "; " + second.message());
  }
}
