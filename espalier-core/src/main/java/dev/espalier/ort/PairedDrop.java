package dev.espalier.ort;

import dev.espalier.data.DataException;
import dev.espalier.data.Task;
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
  private static final int RESAMPLES = 1000;
  private static final long SEED = 20240229;

  /** {@link DataException} where the metric is unknown or the models' outputs differ in layout. */
  public static PairedDrop of(Task task, Predictions original, Predictions pruned, double level) {
    Agreement.requireSameLayout(original, pruned);
    if (task.kind() == Task.Kind.UNLABELLED || task.metric().equals("agreement")) {
      double[] same = Agreement.perRecord(original, pruned);
      double[] all = new double[same.length];
      Arrays.fill(all, 1);
      return byScore(all, same, level);
    }
    Metrics.value(task, original); // refuses unknown metrics
    return switch (task.metric()) {
      case "accuracy", "top5", "hr@10" -> byMean(task, original, pruned, level);
      case "loss", "r2" ->
          throw new DataException(
              "a drop cannot be measured in "
                  + task.metric()
                  + "; choose accuracy, macro-f1, mse, mae or relative-mse");
      default -> byBootstrap(task, original, pruned, level);
    };
  }

  private static PairedDrop byMean(
      Task task, Predictions original, Predictions pruned, double level) {
    double[] before = Metrics.perRecord(task, original);
    double[] after = Metrics.perRecord(task, pruned);
    boolean binary =
        Arrays.stream(before).allMatch(PairedDrop::binary)
            && Arrays.stream(after).allMatch(PairedDrop::binary);
    return binary ? byScore(before, after, level) : byBootstrap(task, original, pruned, level);
  }

  private static PairedDrop byScore(double[] before, double[] after, double level) {
    int lost = 0;
    int won = 0;
    for (int i = 0; i < before.length; i++) {
      lost += before[i] > after[i] ? 1 : 0;
      won += before[i] < after[i] ? 1 : 0;
    }
    double[] limits = new Tango(before.length, lost, won).limits(level);
    double drop = (double) (lost - won) / before.length;
    return new PairedDrop(
        drop, limits[0], limits[1], level, before.length, "paired score interval (Tango 1998)");
  }

  private static PairedDrop byBootstrap(
      Task task, Predictions original, Predictions pruned, double level) {
    Statistic before = Statistic.of(task, original);
    Statistic after = Statistic.of(task, pruned);
    int n = original.records() / (task.kind() == Task.Kind.RANKING ? task.groupSize() : 1);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] drops = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int[] drawn = new int[n];
      Arrays.setAll(drawn, k -> random.nextInt(n));
      drops[i] = drop(task, before.over(drawn), after.over(drawn));
    }
    Arrays.sort(drops);
    int[] all = new int[n];
    Arrays.setAll(all, k -> k);
    double drop = drop(task, before.over(all), after.over(all));
    double low = Quantiles.of(drops, (1 - level) / 2);
    double high = Quantiles.of(drops, (1 + level) / 2);
    return new PairedDrop(
        drop, low, high, level, n, "paired bootstrap, " + RESAMPLES + " resamples");
  }

  private static double drop(Task task, double before, double after) {
    if (task.higherIsBetter()) {
      return before - after;
    }
    return before == after ? 0 : after / before - 1;
  }

  private static boolean binary(double value) {
    return value == 0 || value == 1;
  }
}
