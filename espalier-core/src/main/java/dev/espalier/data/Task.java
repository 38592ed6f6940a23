package dev.espalier.data;

/**
 * What the labels mean and how a result is judged.
 *
 * @param kind how outputs and labels are compared
 * @param metric the name of the metric that a drop is measured in (accuracy, macro-f1, hr@10,
 *     ndcg@10, relative-mse, mse, agreement …)
 * @param classes number of classes; 0 where there are none
 * @param groupSize for ranking, how many consecutive records are ranked together; 1 elsewhere
 */
public record Task(Kind kind, String metric, int classes, int groupSize) {
  /** How outputs and labels are compared. */
  public enum Kind {
    /**
     * int64 class numbers against logits or probabilities (one output column of two classes counts
     * as binary).
     */
    CLASSIFICATION,
    /** float32 zeros and ones, one column a label. */
    MULTI_LABEL,
    /** float32 targets. */
    REGRESSION,
    /** one positive among {@code groupSize} candidates, scored by the output. */
    RANKING,
    /** no labels: only agreement with the original can be judged. */
    UNLABELLED
  }

  /** Whether larger values of the metric are better (false for errors). */
  public boolean higherIsBetter() {
    return !metric.contains("mse") && !metric.contains("mae");
  }
}
