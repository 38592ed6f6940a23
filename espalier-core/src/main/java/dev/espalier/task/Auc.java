package dev.espalier.task;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve of a binary classifier: how often a record of class 1 scores above one
 * of class 0, ties counting half (Hanley and McNeil 1982).
 */
final class Auc {
  private final int[] labels;
  private final double[] scores;
  private final int[] ascending;

  /** Of records with labels 0 or 1 and a score that grows with class 1. */
  Auc(int[] labels, double[] scores) {
    this.labels = labels;
    this.scores = scores;
    this.ascending =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[a], scores[b]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /**
   * Over these records, repetitions allowed; NaN where one of the classes is missing. Cost: one
   * pass over all records.
   */
  double over(int[] records) {
    int[] times = new int[labels.length];
    Arrays.stream(records).forEach(r -> times[r]++);
    double pairs = 0;
    long below = 0;
    long ones = 0;
    for (int from = 0; from < ascending.length; ) {
      long zeros = 0;
      long own = 0;
      int to = from;
      while (to < ascending.length && scores[ascending[to]] == scores[ascending[from]]) {
        int record = ascending[to++];
        own += labels[record] == 1 ? times[record] : 0;
        zeros += labels[record] == 1 ? 0 : times[record];
      }
      to = Math.max(to, from + 1); // a score that is not a number equals nothing, itself included
      pairs += own * (below + zeros / 2.0);
      below += zeros;
      ones += own;
      from = to;
    }
    return pairs / ((double) ones * below);
  }
}
