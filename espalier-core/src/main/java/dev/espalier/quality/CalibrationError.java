package dev.espalier.quality;

import dev.espalier.record.Confidence;
import dev.espalier.task.Averages;
import dev.espalier.task.Predictions;
import dev.espalier.task.Scores;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Expected calibration error: {@code sum over bins of n_b / n |accuracy_b - confidence_b|}, where
 * confidence is the probability of the class that is answered, and the {@value #BINS} bins hold
 * equally many records. With it the negative log likelihood of the right classes.
 *
 * <p>Source: Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using Bayesian
 * binning, AAAI 2015; bins of equal mass after Nguyen and O'Connor, EMNLP 2015.
 */
public final class CalibrationError {
  private static final int BINS = 15;

  private CalibrationError() {}

  /** Empty unless the task is a classification with labels. */
  public static Optional<Confidence> of(Task task, Predictions predictions) {
    if (!task.classed() || predictions.labels() == null) {
      return Optional.empty();
    }
    Scores scores = new Scores(predictions);
    int n = scores.records();
    double[] confidences = new double[n];
    Arrays.setAll(confidences, i -> confidence(scores, i));
    Integer[] rising = new Integer[n];
    Arrays.setAll(rising, i -> i);
    Arrays.sort(rising, Comparator.comparingDouble(i -> confidences[i]));
    List<Confidence.Bin> bins = new ArrayList<>();
    double error = 0;
    for (int b = 0; b < BINS; b++) {
      int from = (int) ((long) n * b / BINS);
      int to = (int) ((long) n * (b + 1) / BINS);
      if (to > from) {
        Integer[] members = Arrays.copyOfRange(rising, from, to);
        double confidence = Averages.mean(members.length, i -> confidences[members[i]]);
        double accuracy = Averages.mean(members.length, i -> scores.correct(members[i]) ? 1 : 0);
        bins.add(new Confidence.Bin(confidence, accuracy, members.length));
        error += Math.abs(accuracy - confidence) * members.length / n;
      }
    }
    return Optional.of(new Confidence(error, Averages.mean(n, scores::crossEntropy), bins));
  }

  /** 0 for an answer that is none. */
  private static double confidence(Scores scores, int record) {
    int answer = scores.predicted(record);
    return answer < 0 ? 0 : scores.distribution(record)[answer];
  }
}
