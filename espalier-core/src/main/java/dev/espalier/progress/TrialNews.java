package dev.espalier.progress;

/**
 * Where a run's trials are, told when one begins, when its cut is judged, and when it ended.
 *
 * @param stage which of these it is
 * @param number of the trial, counted from 1
 * @param about how many trials are expected in all; 0 where nothing says so
 * @param aim what it is to come to, for a person: {@code 0.50 of the MACs}
 * @param metric what models are judged by; empty where nothing is judged
 * @param before the metric right after the cut; NaN where it was not judged, or not yet
 * @param after the metric after tuning; NaN likewise
 * @param verdict what the trial ended with: {@code accepted}, {@code rejected}, or that an earlier
 *     one had come to the same cut; empty before
 * @param best the best trial so far, for a person; empty for none
 * @param secondsLeft for the trials that are left; NaN where nothing says how long one takes
 */
public record TrialNews(
    Stage stage,
    int number,
    int about,
    String aim,
    String metric,
    double before,
    double after,
    String verdict,
    String best,
    double secondsLeft) {
  /** How far a trial is. */
  public enum Stage {
    /** It begins. */
    BEGUN,
    /** Its model is cut; training follows. */
    CUT,
    /** It was judged, or failed. */
    ENDED
  }
}
