package dev.espalier.routing;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * The thresholds that one stage may take.
 *
 * <p>From stopping every record to stopping none, by about equal shares of the records. Each lies
 * midway between two neighbouring scores, so that the last bit of a score decides nothing.
 *
 * @param thresholds rising
 */
record Levels(float[] thresholds) {
  /** At most {@code steps + 2} levels; fewer where scores are equal. */
  static Levels of(float[] scores, int steps) {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    TreeSet<Float> found = new TreeSet<>();
    found.add(-Float.MAX_VALUE);
    found.add(Float.MAX_VALUE);
    for (int s = 1; s <= steps; s++) {
      int at = (int) Math.min(n - 1L, (long) s * n / steps);
      int below = at;
      while (below >= 0 && sorted[below] == sorted[at]) {
        below--;
      }
      if (below >= 0) {
        found.add(between(sorted[below], sorted[at]));
      }
    }
    float[] thresholds = new float[found.size()];
    int next = 0;
    for (float threshold : found) {
      thresholds[next++] = threshold;
    }
    return new Levels(thresholds);
  }

  int size() {
    return thresholds.length;
  }

  /** The lowest level at which a record of this score goes on: at least 1, at most the last. */
  int goesOnAt(float score) {
    int place = Arrays.binarySearch(thresholds, score);
    return place >= 0 ? place + 1 : -place - 1;
  }

  private static float between(float low, float high) {
    float middle = (float) (((double) low + high) / 2);
    return middle > low ? middle : high;
  }
}
