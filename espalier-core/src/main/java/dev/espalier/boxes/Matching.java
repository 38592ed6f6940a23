package dev.espalier.boxes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which found boxes of one class in one record are right: each in turn, the surest first, takes the
 * free labelled box that it overlaps most, as pycocotools does.
 *
 * @param outcomes by threshold and found box
 * @param counted labelled boxes that are to be found
 * @param scores of the found boxes, the surest first
 */
record Matching(Outcome[][] outcomes, int counted, double[] scores) {
  /** Overlaps from which on a box is right: 0.5, 0.55 … 0.95. */
  static final double[] THRESHOLDS = thresholds();

  /** What a found box counts as. */
  enum Outcome {
    RIGHT,
    WRONG,
    /** Neither: it is a box that need not be found. */
    LEFT_OUT
  }

  private static double[] thresholds() {
    double[] all = new double[10];
    Arrays.setAll(all, i -> 0.5 + 0.05 * i);
    return all;
  }

  /** Of one class; {@code found} the surest first. */
  static Matching of(List<Truth> truths, List<Box> found) {
    List<Truth> sorted =
        truths.stream().sorted(Comparator.comparing(t -> t.mark() != Truth.Mark.COUNTED)).toList();
    int counted = (int) truths.stream().filter(t -> t.mark() == Truth.Mark.COUNTED).count();
    double[][] overlaps = new double[found.size()][sorted.size()];
    for (int d = 0; d < found.size(); d++) {
      for (int t = 0; t < sorted.size(); t++) {
        Truth truth = sorted.get(t);
        overlaps[d][t] =
            truth.mark() == Truth.Mark.CROWD
                ? found.get(d).within(truth.box())
                : found.get(d).overlap(truth.box());
      }
    }
    Outcome[][] outcomes = new Outcome[THRESHOLDS.length][];
    for (int i = 0; i < THRESHOLDS.length; i++) {
      outcomes[i] = outcomes(sorted, counted, overlaps, THRESHOLDS[i]);
    }
    return new Matching(outcomes, counted, found.stream().mapToDouble(Box::score).toArray());
  }

  private static Outcome[] outcomes(
      List<Truth> sorted, int counted, double[][] overlaps, double threshold) {
    boolean[] taken = new boolean[sorted.size()];
    Outcome[] outcomes = new Outcome[overlaps.length];
    for (int d = 0; d < overlaps.length; d++) {
      int best = best(sorted, counted, overlaps[d], threshold, taken);
      outcomes[d] = best < 0 ? Outcome.WRONG : best < counted ? Outcome.RIGHT : Outcome.LEFT_OUT;
      if (best >= 0 && sorted.get(best).mark() != Truth.Mark.CROWD) {
        taken[best] = true;
      }
    }
    return outcomes;
  }

  /** The last of those that it overlaps most, one that counts before one that does not; or -1. */
  private static int best(
      List<Truth> sorted, int counted, double[] overlaps, double threshold, boolean[] taken) {
    int best = -1;
    double most = threshold;
    for (int t = 0; t < sorted.size(); t++) {
      if (t == counted && best >= 0) {
        return best;
      }
      if (!taken[t] && overlaps[t] >= most) {
        best = t;
        most = overlaps[t];
      }
    }
    return best;
  }
}
