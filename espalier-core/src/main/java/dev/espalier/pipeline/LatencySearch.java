package dev.espalier.pipeline;

/**
 * Finds the cut whose measured latency is closest below a target. MACs only steer: each candidate
 * is timed against the original, since latency is a staircase of widths. Bisection on the MAC
 * ratio, at most {@value #MOST} measurements.
 */
final class LatencySearch {
  private static final int MOST = 12;
  private static final double NEAR = 0.97;

  private LatencySearch() {}

  static CutResult cut(Cutter cutter, Cutter.Ready ready, MeasuredLatency latency, double target) {
    double low = 0.02;
    double high = 1;
    double macs = Math.max(low, target * 0.8);
    CutResult best = null;
    double bestRatio = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MOST && high - low > 0.004; i++) {
      CutResult cut = cutter.cut(ready, "macs", macs);
      double ratio = latency.ratio(cut.candidate());
      boolean better =
          ratio <= target ? bestRatio > target || ratio > bestRatio : ratio < bestRatio;
      if (better) {
        best = cut;
        bestRatio = ratio;
      }
      if (ratio <= target && ratio >= NEAR * target) {
        break;
      }
      if (ratio > target) {
        high = macs;
      } else {
        low = macs;
      }
      macs = (low + high) / 2;
    }
    CutResult found = java.util.Objects.requireNonNull(best);
    String shortfall =
        bestRatio <= target * 1.05
            ? ""
            : String.format(
                java.util.Locale.ROOT,
                "the smallest latency found is %.3f of the original's, not %.3f",
                bestRatio,
                target);
    return new CutResult(
        found.candidate(), bestRatio, found.certificate(), found.scores(), shortfall, null);
  }
}
