package dev.espalier.task;

import java.util.Arrays;

/**
 * Pixels of each class by record: those that are to have it, those that are answered so, and those
 * in both. Overlaps of any records follow from their sums.
 */
final class Overlaps {
  /** What a pixel is to be. */
  @FunctionalInterface
  interface Truth {
    int of(int record, int pixel);
  }

  private final double[][] wanted;
  private final double[][] said;
  private final double[][] both;
  private final int first;

  /**
   * Of all pixels that count.
   *
   * @param single whether only class 1 counts in means
   */
  Overlaps(PlaceScores scores, Truth truth, boolean single) {
    int records = scores.records();
    wanted = new double[records][scores.classes()];
    said = new double[records][scores.classes()];
    both = new double[records][scores.classes()];
    first = single ? 1 : 0;
    for (int r = 0; r < records; r++) {
      for (int p = 0; p < scores.places(); p++) {
        if (scores.counts(r, p)) {
          add(r, truth.of(r, p), scores.best(r, p));
        }
      }
    }
  }

  /** A class of -1 is none: where scores are no numbers. */
  private void add(int record, int right, int answer) {
    if (right >= 0) {
      wanted[record][right]++;
    }
    if (answer >= 0) {
      said[record][answer]++;
      both[record][answer] += answer == right ? 1 : 0;
    }
  }

  /** Pixels that are to have each class. */
  long[] counts() {
    return Arrays.stream(sums(wanted, Averages.all(wanted.length)))
        .mapToLong(Math::round)
        .toArray();
  }

  /** Of each class over all records; NaN where none is to have it or is answered so. */
  double[] iou() {
    return byClass(false, Averages.all(wanted.length));
  }

  /** The mean of intersection over union over the classes that occur; 1 where none does. */
  Statistic meanIou() {
    return records -> mean(byClass(false, records));
  }

  /** The same of twice the intersection over the sum. */
  Statistic meanDice() {
    return records -> mean(byClass(true, records));
  }

  private double[] byClass(boolean dice, int[] records) {
    double[] right = sums(both, records);
    double[] labelled = sums(wanted, records);
    double[] answered = sums(said, records);
    return Averages.each(
        right.length,
        c -> {
          double sum = labelled[c] + answered[c];
          return dice ? 2 * right[c] / sum : right[c] / (sum - right[c]);
        });
  }

  private double mean(double[] figures) {
    return Arrays.stream(figures, first, figures.length)
        .filter(f -> !Double.isNaN(f))
        .average()
        .orElse(1);
  }

  private static double[] sums(double[][] each, int[] records) {
    double[] sums = new double[each[0].length];
    for (int r : records) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += each[r][c];
      }
    }
    return sums;
  }
}
