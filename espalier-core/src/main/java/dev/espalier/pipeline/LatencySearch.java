package dev.espalier.pipeline;

import dev.espalier.allocation.Budget;
import dev.espalier.allocation.Depth;
import dev.espalier.plan.PrunePlan;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts to a latency: the model of measured operators predicts, an allocation or a search chooses,
 * the cut model is timed against the original, and the target of the next choice is corrected by
 * what was found, at most {@value #MOST} times.
 */
final class LatencySearch {
  private static final int MOST = 5;

  /** The same where each choice is a search. */
  private static final int FEW = 2;

  /** A measured ratio this close below the target needs no other try. */
  private static final double NEAR = 0.97;

  /** Where the choice aims, so that noise does not end above the target. */
  private static final double AIM = 0.99;

  /** What a re-measured ratio may lie above the target (see {@link Targeting}). */
  private static final double TOLERANCE = 1.05;

  private final MeasuredLatency latency;
  private final double target;
  private @Nullable CutResult best;
  private double correction = 1;
  private double bestRatio = Double.POSITIVE_INFINITY;

  private LatencySearch(MeasuredLatency latency, double target) {
    this.latency = latency;
    this.target = target;
  }

  /**
   * @param from what is cut, itself cut from the original by {@code from.plan()}
   * @param target of the original's latency
   * @param chooser the cut within a predicted latency
   */
  static CutResult cut(
      Candidate from, MeasuredLatency latency, double target, Function<Budget, CutResult> chooser) {
    return new LatencySearch(latency, target).run(from, chooser, MOST);
  }

  /** The same for a chooser that takes long; a quick one finds the first correction. */
  static CutResult cut(
      Candidate from,
      MeasuredLatency latency,
      double target,
      Function<Budget, CutResult> chooser,
      Function<Budget, CutResult> quick) {
    LatencySearch search = new LatencySearch(latency, target);
    CutResult first = quick.apply(search.budget(from));
    search.correction = latency.ratio(first.candidate()) / first.achieved();
    return search.run(from, chooser, FEW);
  }

  private LatencyBudget budget(Candidate from) {
    return new LatencyBudget(AIM * target / correction, latency.model(), kept(from.plan()));
  }

  private CutResult run(Candidate from, Function<Budget, CutResult> chooser, int most) {
    Map<String, Integer> last = Map.of();
    for (int i = 0; i < most; i++) {
      CutResult cut = chooser.apply(budget(from));
      Map<String, Integer> widths = kept(cut.candidate().plan());
      if (widths.equals(last)) {
        break;
      }
      last = widths;
      double ratio = latency.ratio(cut.candidate());
      remember(cut, ratio);
      if (ratio <= target && ratio >= NEAR * target) {
        break;
      }
      correction = ratio / cut.achieved();
    }
    return found();
  }

  private void remember(CutResult cut, double ratio) {
    boolean better = ratio <= target ? bestRatio > target || ratio > bestRatio : ratio < bestRatio;
    if (better) {
      best = cut;
      bestRatio = ratio;
    }
  }

  private CutResult found() {
    CutResult cut = Objects.requireNonNull(best);
    String shortfall =
        bestRatio <= target * TOLERANCE
            ? ""
            : String.format(
                Locale.ROOT,
                "the smallest latency found is %.3f of the original's, not %.3f; raise the target or cut.maxCut, or let"
                    + " more groups be cut (cut.include, cut.exclude)",
                bestRatio,
                target);
    return new CutResult(
        cut.candidate(), bestRatio, cut.certificate(), cut.scores(), shortfall, cut.search());
  }

  /** A plan's predicted time over the original's. */
  static double predicted(MeasuredLatency latency, PrunePlan plan) {
    return latency.model().micros(kept(plan)) / latency.model().micros(Map.of());
  }

  private static Map<String, Integer> kept(PrunePlan plan) {
    Map<String, Integer> kept = new LinkedHashMap<>(Depth.gone(plan.removed()));
    plan.groups().forEach((name, keep) -> kept.put(name, keep.kept().length));
    return kept;
  }
}
