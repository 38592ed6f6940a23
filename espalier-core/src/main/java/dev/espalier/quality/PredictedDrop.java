package dev.espalier.quality;

import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Where the drop on {@code m} new records of the same kind will lie, from the drop on {@code n}
 * records: a prediction interval, wider than an interval for the drop itself since the new records
 * vary too.
 *
 * <p>Where a record is right or wrong, with b lost and c won: {@code d ± z sqrt(v (1/n + 1/m))}, d
 * and v the mean and variance of the differences with half a record more in each of the four cells
 * (Agresti and Min, "Effects and non-effects of paired identical observations in comparing
 * proportions with binary matched-pairs data", Statistics in Medicine 23, 2004). Elsewhere by
 * bootstrap: {@code d + (d*ₘ - d*ₙ)} over resamples of m and of n records.
 *
 * <p>Where the best of several models was chosen on the same records, its drop there is partly
 * luck. An interval at level {@code 1 - (1 - level) / models} holds for each of them together, so
 * for the chosen one, whatever the choice was by (Bonferroni).
 */
public final class PredictedDrop {
  private static final int RESAMPLES = 2000;
  private static final long SEED = 20240229;

  private PredictedDrop() {}

  /**
   * What is to be predicted.
   *
   * @param level of confidence, such as 0.95
   * @param models that were judged on the records, at least 1
   * @param records new ones (groups, for ranking)
   */
  public record Request(double level, int models, int records) {
    double each() {
      return 1 - (1 - level) / models;
    }
  }

  /** The drop on the given records, with limits for new ones; throws as {@link PairedDrop#of}. */
  public static PairedDrop of(
      Task task, Predictions original, Predictions pruned, Request request) {
    PairedDrop seen = PairedDrop.of(task, original, pruned, request.level());
    double[] limits =
        PairedDrop.binary(task, original, pruned)
            ? byCells(PairedDrop.counts(task, original, pruned), seen.records(), request)
            : byBootstrap(task, original, pruned, request);
    return new PairedDrop(
        seen.drop(),
        limits[0],
        limits[1],
        request.level(),
        request.records(),
        "prediction from "
            + seen.records()
            + " other examples, for all of "
            + request.models()
            + " judged models together");
  }

  private static double[] byCells(int[] lostAndWon, int n, Request request) {
    double all = n + 2.0;
    double lost = (lostAndWon[0] + 0.5) / all;
    double won = (lostAndWon[1] + 0.5) / all;
    double mean = lost - won;
    double variance = lost + won - mean * mean;
    double z = new NormalDistribution().inverseCumulativeProbability((1 + request.each()) / 2);
    double half = z * Math.sqrt(variance * (1.0 / n + 1.0 / request.records()));
    return new double[] {Math.max(-1, mean - half), Math.min(1, mean + half)};
  }

  private static double[] byBootstrap(
      Task task, Predictions original, Predictions pruned, Request request) {
    PairedDrop.Resampler resampler = PairedDrop.Resampler.of(task, original, pruned);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] drops = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double fresh = resampler.draw(random, request.records());
      drops[i] = resampler.whole() + fresh - resampler.draw(random, resampler.records());
    }
    Arrays.sort(drops);
    double each = request.each();
    return new double[] {Quantiles.of(drops, (1 - each) / 2), Quantiles.of(drops, (1 + each) / 2)};
  }
}
