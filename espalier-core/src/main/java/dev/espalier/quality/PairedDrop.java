package dev.espalier.quality;

import dev.espalier.files.DataException;
import dev.espalier.task.Pairing;
import dev.espalier.task.Predictions;
import dev.espalier.task.Statistic;
import dev.espalier.task.Task;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much worse a pruned model is than the original, from the same records through both.
 *
 * <p>For metrics where more is better the drop is original minus pruned, in the metric's own unit;
 * for errors it is the relative growth {@code pruned / original - 1}. Positive is worse. Unlabelled
 * data is judged by agreement: the drop is the share of other answers.
 *
 * @param drop the estimate
 * @param low lower limit of the two-sided interval
 * @param high upper limit
 * @param level of confidence, such as 0.95
 * @param records (groups, for ranking) compared
 * @param method how the interval was found, for a person
 */
public record PairedDrop(
    double drop, double low, double high, double level, int records, String method) {
  private static final double SURELY = 0.1;
  private static final double SURE_ERRORS = 2;
  private static final double LEVEL = 0.95;
  private static final int RESAMPLES = 1000;
  private static final long SEED = 20240229;

  /** Level of an interval of one standard error to each side. */
  private static final double ONE_SIGMA = 0.6827;

  /** {@link DataException} where the metric is unknown or the models' outputs differ in layout. */
  public static PairedDrop of(Task task, Predictions original, Predictions pruned, double level) {
    Agreement.requireSameLayout(original, pruned);
    double[][] scores = scores(task, original, pruned);
    return allBinary(scores)
        ? byScore(scores, level)
        : byBootstrap(Resampler.of(task, original, pruned), level);
  }

  /**
   * Standard error of the drop: of the mean of the paired differences where each record is right or
   * wrong, else by the bootstrap. 0 where nothing differs. Throws as {@link #of}.
   */
  public static double standardError(Task task, Predictions original, Predictions pruned) {
    if (!binary(task, original, pruned)) {
      PairedDrop one = of(task, original, pruned, ONE_SIGMA);
      return (one.high() - one.low()) / 2;
    }
    int[] counts = counts(task, original, pruned);
    double n = original.records() / (double) task.groupSize();
    double mean = (counts[0] - counts[1]) / n;
    return Math.sqrt(((counts[0] + counts[1]) / n - mean * mean) / n);
  }

  /**
   * Whether answers are worse than others by more than luck: two standard errors of the paired
   * drop; a tenth of the metric where no drop can be measured in it.
   */
  public static boolean surelyWorse(Task task, Predictions before, Predictions after) {
    double valueBefore = task.byAgreement() ? 1 : task.value(before);
    double valueAfter = task.byAgreement() ? 0 : task.value(after);
    if (Double.isNaN(valueAfter) || !task.byAgreement() && pairing(task) == Pairing.NONE) {
      double lost = task.higherIsBetter() ? valueBefore - valueAfter : valueAfter - valueBefore;
      return !(lost <= SURELY * Math.abs(valueBefore));
    }
    boolean worse = task.higherIsBetter() ? valueAfter < valueBefore : valueAfter > valueBefore;
    return worse
        && of(task, before, after, LEVEL).drop() > SURE_ERRORS * standardError(task, before, after);
  }

  /** Whether each record is right or wrong, before and after. */
  static boolean binary(Task task, Predictions original, Predictions pruned) {
    return allBinary(scores(task, original, pruned));
  }

  /** How many records are lost and won, where each is right or wrong. */
  static int[] counts(Task task, Predictions original, Predictions pruned) {
    return counts(scores(task, original, pruned));
  }

  /** Each record's share of the metric, before and after; none where it is not a mean. */
  private static double[][] scores(Task task, Predictions original, Predictions pruned) {
    if (task.byAgreement()) {
      double[] same = task.agreements(original, pruned).each();
      if (same.length == 0) {
        return new double[0][];
      }
      double[] all = new double[same.length];
      Arrays.fill(all, 1);
      return new double[][] {all, same};
    }
    task.value(original); // refuses unknown metrics
    return switch (pairing(task)) {
      case BY_RECORD -> new double[][] {task.perRecord(original), task.perRecord(pruned)};
      case NONE ->
          throw new DataException(
              "a drop cannot be measured in "
                  + task.metric()
                  + "; choose accuracy, macro-f1, mse, mae or relative-mse");
      case BY_RESAMPLING -> new double[0][];
    };
  }

  private static Pairing pairing(Task task) {
    return task.kind().pairing(task.metric());
  }

  private static boolean allBinary(double[][] scores) {
    return scores.length > 0
        && Arrays.stream(scores).flatMapToDouble(Arrays::stream).allMatch(v -> v == 0 || v == 1);
  }

  private static int[] counts(double[][] scores) {
    int lost = 0;
    int won = 0;
    for (int i = 0; i < scores[0].length; i++) {
      lost += scores[0][i] > scores[1][i] ? 1 : 0;
      won += scores[0][i] < scores[1][i] ? 1 : 0;
    }
    return new int[] {lost, won};
  }

  private static PairedDrop byScore(double[][] scores, double level) {
    int n = scores[0].length;
    int[] counts = counts(scores);
    double[] limits = new Tango(n, counts[0], counts[1]).limits(level);
    double drop = (double) (counts[0] - counts[1]) / n;
    return new PairedDrop(
        drop, limits[0], limits[1], level, n, "paired score interval (Tango 1998)");
  }

  private static PairedDrop byBootstrap(Resampler resampler, double level) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] drops = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      drops[i] = resampler.draw(random, resampler.records());
    }
    Arrays.sort(drops);
    return new PairedDrop(
        resampler.whole(),
        Quantiles.of(drops, (1 - level) / 2),
        Quantiles.of(drops, (1 + level) / 2),
        level,
        resampler.records(),
        "paired bootstrap, " + RESAMPLES + " resamples");
  }

  /** The drop over records that are drawn with replacement. */
  static final class Resampler {
    private final Task task;
    private final Statistic before;
    private final Statistic after;
    private final int records;

    private Resampler(Task task, Statistic before, Statistic after, int records) {
      this.task = task;
      this.before = before;
      this.after = after;
      this.records = records;
    }

    static Resampler of(Task task, Predictions original, Predictions pruned) {
      if (!task.byAgreement()) {
        int records = original.records() / task.groupSize();
        return new Resampler(task, task.statistic(original), task.statistic(pruned), records);
      }
      Statistic same = task.agreements(original, pruned);
      int records = task.agreement(original, pruned).length;
      return new Resampler(task, drawn -> 1, same, records);
    }

    int records() {
      return records;
    }

    /** Over each record once. */
    double whole() {
      int[] all = new int[records];
      Arrays.setAll(all, k -> k);
      return over(all);
    }

    double draw(SplittableRandom random, int count) {
      int[] drawn = new int[count];
      Arrays.setAll(drawn, k -> random.nextInt(records));
      return over(drawn);
    }

    private double over(int[] drawn) {
      return drop(task, before.over(drawn), after.over(drawn));
    }
  }

  private static double drop(Task task, double before, double after) {
    if (task.higherIsBetter()) {
      return before - after;
    }
    return before == after ? 0 : after / before - 1;
  }
}
