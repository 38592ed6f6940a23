package dev.espalier.cut;

import java.util.Locale;

/**
 * What a machine can give: the time of the smallest model that is still sensible, every group at
 * its floor and without the residual blocks that may go, beside the original's. Calls and what
 * cannot be cut are in it.
 *
 * @param micros of the smallest
 * @param original microseconds of the original
 */
record Reach(double micros, double original) {
  /** What a latency may come to when it is measured again (see {@link Targeting}). */
  private static final double TOLERANCE = 1.05;

  /** Whether no sensible model takes so little of the original's time. */
  boolean excludes(double ratio) {
    return ratio < 1 && TOLERANCE * ratio * original < micros;
  }

  /**
   * For a person: what cannot be, and what was done instead.
   *
   * @param asked share of the original's time
   * @param found share of it that the model takes that was cut by size instead
   */
  String sentence(double asked, double found) {
    return String.format(
        Locale.ROOT,
        "%.2f of the original's latency would be %s of %s, and the smallest sensible model (each group at its floor,"
            + " cut.floor) still takes %s here, calls included: cut to %.2f of the MACs instead, which takes %.2f of"
            + " the latency; ask for --target latency=%.2f or more, or for MACs or bytes",
        asked,
        time(asked * original),
        time(original),
        time(micros),
        asked,
        found,
        Math.ceil(100 * micros / original) / 100);
  }

  private static String time(double micros) {
    return micros < 1000
        ? String.format(Locale.ROOT, "%.0f µs", micros)
        : String.format(Locale.ROOT, "%.1f ms", micros / 1000);
  }
}
