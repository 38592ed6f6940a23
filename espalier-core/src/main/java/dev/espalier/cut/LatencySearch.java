package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import dev.espalier.plan.PrunePlan;
import dev.espalier.stage.Candidate;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hipparchus.stat.descriptive.rank.Median;
import org.jspecify.annotations.Nullable;

/**
 * Cuts to a latency: the model of measured operators predicts, an allocation or a search chooses,
 * the cut model is timed against the original, and the target of the next choice is corrected by
 * what was found, at most {@value #MOST} times.
 *
 * <p>A search offers several cuts, the best first. Predictions are off by some percent either way,
 * so these are timed in turn until one meets the target.
 */
final class LatencySearch {
  private static final int MOST = 5;

  /** The same where each choice is a search. */
  private static final int FEW = 3;

  /** A measured ratio this close below the target needs no other try. */
  private static final double NEAR = 0.97;

  /** The same where another try is a search. */
  private static final double NEAR_ENOUGH = 0.9;

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
    LatencySearch search = new LatencySearch(latency, target);
    return search.run(from, chooser.andThen(Stream::of), new Effort(MOST, NEAR));
  }

  /**
   * The same for a search. What predictions of its kind of cuts are worth is seen beforehand in
   * some that are drawn at random: the median of measured over predicted is the first correction.
   *
   * @param searcher the best cuts within a predicted latency, the best first, each made when asked
   *     for
   * @param drawn random cuts within it
   */
  static CutResult cut(
      Candidate from,
      MeasuredLatency latency,
      double target,
      Function<Budget, Stream<CutResult>> searcher,
      Function<Budget, Stream<CutResult>> drawn) {
    LatencySearch search = new LatencySearch(latency, target);
    double[] corrections =
        drawn
            .apply(search.budget(from))
            .mapToDouble(cut -> latency.ratio(cut.candidate()) / cut.achieved())
            .toArray();
    search.correction = new Median().evaluate(corrections);
    return search.run(from, searcher, new Effort(FEW, NEAR_ENOUGH));
  }

  /**
   * @param most choices
   * @param near share of the target at which a cut that meets it needs no other choice
   */
  private record Effort(int most, double near) {}

  private LatencyBudget budget(Candidate from) {
    return new LatencyBudget(AIM * target / correction, latency.model(), from.plan().counts());
  }

  private CutResult run(
      Candidate from, Function<Budget, Stream<CutResult>> chooser, Effort effort) {
    Map<String, Integer> last = Map.of();
    for (int i = 0; i < effort.most(); i++) {
      Iterator<CutResult> offered = chooser.apply(budget(from)).iterator();
      CutResult cut = offered.next();
      Map<String, Integer> widths = cut.candidate().plan().counts();
      if (widths.equals(last)) {
        break;
      }
      last = widths;
      double ratio = timed(cut);
      correction = ratio / cut.achieved();
      while (ratio > target && offered.hasNext()) {
        ratio = timed(offered.next());
      }
      if (ratio <= target && ratio >= effort.near() * target) {
        break;
      }
    }
    return found();
  }

  private double timed(CutResult cut) {
    double ratio = latency.ratio(cut.candidate());
    remember(cut, ratio);
    return ratio;
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
    return cut.timed(bestRatio, shortfall);
  }

  /** A plan's predicted time over the original's. */
  static double predicted(MeasuredLatency latency, PrunePlan plan) {
    return latency.model().micros(plan.counts()) / latency.model().micros(Map.of());
  }
}
