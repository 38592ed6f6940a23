package dev.espalier.boxes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Average precision of found boxes against labelled ones, over any of the records: the mean of the
 * best precision at 101 recalls, 0 to 1, as COCO has it (Lin et al., Microsoft COCO: Common Objects
 * in Context, ECCV 2014). Agrees with pycocotools ({@code bench/detection.sh}).
 *
 * <p>Which boxes are right is found once for each record; a resample only counts them anew. Cost of
 * one: linear in the boxes.
 */
public final class AveragePrecision {
  /** Of all thresholds together, 0.5 to 0.95. */
  public static final int ALL = -1;

  /** Overlap of at least 0.5. */
  public static final int HALF = 0;

  private static final int RECALLS = 101;

  private final List<PerClass> classes;
  private final int records;

  private AveragePrecision(List<PerClass> classes, int records) {
    this.classes = classes;
    this.records = records;
  }

  /**
   * Matches found boxes with labelled ones, per class and record. Both lists have one entry per
   * record, in the same order.
   *
   * @param classes how many there are
   * @param truths of each record
   * @param found of each record, the surest first
   * @return precision by class and overlap
   */
  public static AveragePrecision of(int classes, List<List<Truth>> truths, List<List<Box>> found) {
    List<PerClass> each =
        IntStream.range(0, classes).mapToObj(c -> PerClass.of(c, truths, found)).toList();
    return new AveragePrecision(each, truths.size());
  }

  /** The found boxes of one class in all records, the surest first. */
  private record PerClass(int[] counted, int[] record, Matching.Outcome[][] outcomes) {
    /** One of them. */
    private record Found(int record, int number, double score) {}

    static PerClass of(int category, List<List<Truth>> truths, List<List<Box>> found) {
      List<Matching> matchings =
          IntStream.range(0, truths.size())
              .parallel()
              .mapToObj(
                  r ->
                      Matching.of(
                          truths.get(r).stream()
                              .filter(t -> t.box().category() == category)
                              .toList(),
                          found.get(r).stream().filter(b -> b.category() == category).toList()))
              .toList();
      List<Found> all = new ArrayList<>();
      for (int r = 0; r < matchings.size(); r++) {
        double[] scores = matchings.get(r).scores();
        for (int i = 0; i < scores.length; i++) {
          all.add(new Found(r, i, scores[i]));
        }
      }
      all.sort(Comparator.comparingDouble(Found::score).reversed());
      Matching.Outcome[][] outcomes = new Matching.Outcome[Matching.THRESHOLDS.length][all.size()];
      for (int t = 0; t < outcomes.length; t++) {
        for (int i = 0; i < all.size(); i++) {
          Found one = all.get(i);
          outcomes[t][i] = matchings.get(one.record).outcomes()[t][one.number];
        }
      }
      return new PerClass(
          matchings.stream().mapToInt(Matching::counted).toArray(),
          all.stream().mapToInt(Found::record).toArray(),
          outcomes);
    }

    /** NaN where there is nothing to be found. */
    double precision(int threshold, int[] times) {
      long there = 0;
      for (int r = 0; r < times.length; r++) {
        there += (long) times[r] * counted[r];
      }
      if (there == 0) {
        return Double.NaN;
      }
      double[] best = new double[RECALLS];
      long right = 0;
      long wrong = 0;
      for (int i = 0; i < record.length; i++) {
        int many = times[record[i]];
        Matching.Outcome outcome = outcomes[threshold][i];
        right += outcome == Matching.Outcome.RIGHT ? many : 0;
        wrong += outcome == Matching.Outcome.WRONG ? many : 0;
        if (many > 0 && outcome == Matching.Outcome.RIGHT) {
          int reached = (int) Math.floor((double) right / there * (RECALLS - 1) + 1e-9);
          best[reached] = Math.max(best[reached], (double) right / (right + wrong));
        }
      }
      for (int i = RECALLS - 2; i >= 0; i--) {
        best[i] = Math.max(best[i], best[i + 1]);
      }
      return Arrays.stream(best).average().orElse(Double.NaN);
    }
  }

  /**
   * Of each record twice the number of sure boxes that are right over the number of these and the
   * labelled boxes (F1); 1 where there are neither.
   *
   * @param truths labelled boxes of each record
   * @param found boxes of each record, the surest first
   * @return one figure a record, 0 to 1
   */
  public static double[] same(List<List<Truth>> truths, List<List<Box>> found) {
    return IntStream.range(0, truths.size())
        .mapToDouble(r -> sameOf(truths.get(r), Detections.sure(found.get(r))))
        .toArray();
  }

  private static double sameOf(List<Truth> truths, List<Box> found) {
    int right = 0;
    int counted = 0;
    int left = 0;
    for (int category : categories(truths, found)) {
      Matching matching =
          Matching.of(
              truths.stream().filter(t -> t.box().category() == category).toList(),
              found.stream().filter(b -> b.category() == category).toList());
      counted += matching.counted();
      for (Matching.Outcome outcome : matching.outcomes()[HALF]) {
        right += outcome == Matching.Outcome.RIGHT ? 1 : 0;
        left += outcome == Matching.Outcome.LEFT_OUT ? 1 : 0;
      }
    }
    int all = found.size() - left + counted;
    return all == 0 ? 1 : 2.0 * right / all;
  }

  private static int[] categories(List<Truth> truths, List<Box> found) {
    return IntStream.concat(
            truths.stream().mapToInt(t -> t.box().category()),
            found.stream().mapToInt(Box::category))
        .distinct()
        .toArray();
  }

  /** {@return number of classes} */
  public int classes() {
    return classes.size();
  }

  /**
   * Of one class over all records; NaN where it has no box to be found.
   *
   * @param category number of the class, from 0
   * @param threshold number of an overlap, or {@link #ALL}
   * @return average precision, 0 to 1; NaN where the class has no box to be found
   */
  public double of(int category, int threshold) {
    int[] once = new int[records];
    Arrays.fill(once, 1);
    return of(category, threshold, once);
  }

  /**
   * {@return the mean over the classes that have boxes to be found, over all records; NaN without
   * any}
   *
   * @param threshold number of an overlap, or {@link #ALL}
   */
  public double mean(int threshold) {
    return mean(threshold, IntStream.range(0, records).toArray());
  }

  /**
   * {@return the same over these records, each as often as it is named}
   *
   * @param threshold number of an overlap, or {@link #ALL}
   * @param drawn numbers of records, from 0
   */
  public double mean(int threshold, int[] drawn) {
    int[] times = new int[records];
    for (int record : drawn) {
      times[record]++;
    }
    return IntStream.range(0, classes.size())
        .mapToDouble(c -> of(c, threshold, times))
        .filter(p -> !Double.isNaN(p))
        .average()
        .orElse(Double.NaN);
  }

  private double of(int category, int threshold, int[] times) {
    PerClass one = classes.get(category);
    return threshold != ALL
        ? one.precision(threshold, times)
        : IntStream.range(0, Matching.THRESHOLDS.length)
            .mapToDouble(t -> one.precision(t, times))
            .average()
            .orElse(Double.NaN);
  }
}
