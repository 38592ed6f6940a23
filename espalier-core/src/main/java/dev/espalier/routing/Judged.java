package dev.espalier.routing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a record by which a metric is judged.
 *
 * <p>What is proven must be a mean over records of a loss within a known range. Accuracies are that
 * already; errors without a bound are divided by the original's mean error and clipped; for other
 * metrics a loss stands in, and {@code note} says so.
 *
 * @param loss what a person should read
 * @param unit of 0.01 of it: points of a share, or % of the original's error
 * @param range the most that the losses of two models can differ on a record
 * @param note what differs from the metric; empty where nothing does
 */
public record Judged(String loss, String unit, double range, String note) {
  /** Errors are clipped at so many times the original's mean error. */
  private static final double CLIP = 10;

  /** By a metric's name; {@link IllegalArgumentException} where it is not known. */
  public static Judged of(String metric) {
    return known(metric)
        .orElseThrow(
            () -> new IllegalArgumentException("no loss of a record is known for " + metric));
  }

  /** By a metric's name; empty where it is not known. */
  public static Optional<Judged> known(String metric) {
    return Optional.ofNullable(named(metric));
  }

  /** By any metric in which a record is right or wrong. */
  public static Judged counted(String metric) {
    return share("share of records that are wrong by " + metric, "");
  }

  /** By any metric for which the loss that is trained can stand in. */
  public static Judged trained(String metric) {
    Judged loss = relative("loss");
    String note = metric + " is no mean over records: the loss that is trained stands in; ";
    return new Judged(loss.loss, loss.unit, loss.range, note + loss.note);
  }

  private static @Nullable Judged named(String metric) {
    return switch (metric) {
      case "accuracy" -> share("error rate", "");
      case "top5" -> share("share of records without the label among the best five", "");
      case "agreement" -> share("share of answers other than the original's", "");
      case "exact-match", "macro-f1", "macro-precision", "macro-recall", "f1", "auc" ->
          share("error rate", metric + " is no mean over records: the error rate stands in");
      case "hr@10", "ndcg@10" ->
          share(
              "squared error of the probability",
              metric
                  + " is a mean over groups, whose records go different ways: the squared error"
                  + " of each record's probability stands in");
      case "mse", "relative-mse", "r2" -> relative("squared error");
      case "mae" -> relative("absolute error");
      default -> null;
    };
  }

  private static Judged share(String loss, String note) {
    return new Judged(loss, "points", 1, note);
  }

  private static Judged relative(String error) {
    return new Judged(
        error + " relative to the original's",
        "%",
        CLIP,
        String.format(
            Locale.ROOT, "each record counts at most %.0f times the original's mean error", CLIP));
  }

  /**
   * Errors of one record each as losses: divided by the original's mean error (on the choice part,
   * so that what is proven does not move with what it is proven on) and clipped to {@code range}.
   */
  public double[] clipped(double[] errors, double meanOfOriginal) {
    if (!(meanOfOriginal > 0)) {
      throw new IllegalArgumentException(
          "the original's mean error is "
              + meanOfOriginal
              + "; relative to it nothing can be said");
    }
    return Arrays.stream(errors).map(e -> Math.min(e / meanOfOriginal, range)).toArray();
  }

  /** A loss or a difference of losses, for a person. */
  String text(double value) {
    return String.format(Locale.ROOT, "%.2f %s", 100 * value, unit);
  }
}
