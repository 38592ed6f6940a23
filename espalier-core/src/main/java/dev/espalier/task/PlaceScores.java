package dev.espalier.task;

import dev.espalier.files.DataException;

/**
 * Scores of classes at each place of a record, as a {@link PlaceLayout} says they lie: logits,
 * log-probabilities or probabilities. Only places with a label that is not negative count; all do
 * where there are no labels.
 */
final class PlaceScores {
  private static final double TINY = 1e-12;
  private static final double ROUNDING = 1e-3;

  /** Places that tell whether outputs are probabilities. */
  private static final int LOOKED_AT = 4096;

  private final Predictions predictions;
  private final PlaceLayout layout;
  private final int classes;
  private final int places;
  private final int[] labels;
  private final boolean probabilities;

  /** A figure of one place. */
  @FunctionalInterface
  interface Figure {
    double of(int record, int place);
  }

  /** Of tokens. */
  PlaceScores(Task task, Predictions predictions) {
    this(task, predictions, PlaceLayout.TOKENS);
  }

  /** {@link DataException} where outputs, labels and the number of classes do not fit together. */
  PlaceScores(Task task, Predictions predictions, PlaceLayout layout) {
    this.predictions = predictions;
    this.layout = layout;
    this.classes = task.classes() > 0 ? task.classes() : byLabels(predictions);
    int scores = layout.scores(classes);
    if (scores < 1 || predictions.columns() % scores != 0) {
      throw new DataException(
          "the model gives "
              + predictions.columns()
              + " scores per record, which "
              + classes
              + " classes do not divide; a "
              + task.kind().name()
              + " needs a score of each class at each "
              + layout.place().word()
              + ", "
              + layout.place().shape()
              + ": name all classes, in the model's order, under `labels: {classes: […]}`");
    }
    this.places = predictions.columns() / scores;
    this.labels = new int[predictions.records() * places];
    if (predictions.labels() != null) {
      fill(predictions.targets());
    }
    this.probabilities = layout.single() ? Scores.unit(predictions.outputs()) : distributions();
  }

  /** As many scores as there are for each label; 0 without labels. */
  private static int byLabels(Predictions predictions) {
    return predictions.labels() == null
        ? 0
        : predictions.outputs().length / Math.max(1, predictions.labels().size());
  }

  private void fill(double[] targets) {
    if (targets.length != labels.length) {
      throw new DataException(
          "the model gives scores of "
              + places
              + " "
              + layout.place().word()
              + "s a record, but the data has labels for "
              + targets.length / Math.max(1, predictions.records())
              + "; "
              + layout.place().remedy(places));
    }
    for (int i = 0; i < targets.length; i++) {
      labels[i] = (int) targets[i];
      if (labels[i] >= classes) {
        throw new DataException(
            "record "
                + i / places
                + ", "
                + layout.place().word()
                + " "
                + i % places
                + " has label "
                + labels[i]
                + ", the model has classes 0 to "
                + (classes - 1)
                + "; check the labels or the model");
      }
    }
  }

  int records() {
    return predictions.records();
  }

  int places() {
    return places;
  }

  int classes() {
    return classes;
  }

  boolean counts(int record, int place) {
    return label(record, place) >= 0;
  }

  int label(int record, int place) {
    return labels[record * places + place];
  }

  private double score(int record, int place, int c) {
    int at = record * predictions.columns();
    if (layout.single()) {
      double one = predictions.outputs()[at + place];
      return c == 1 ? one : probabilities ? 1 - one : 0;
    }
    return predictions.outputs()[at + (layout.last() ? place * classes + c : c * places + place)];
  }

  /** How far class 1 is above class 0: it grows with the probability of class 1 of two. */
  double lead(int record, int place) {
    return score(record, place, 1) - score(record, place, 0);
  }

  /** The probability of each class. */
  double[] chances(int record, int place) {
    double total = total(record, place);
    return Averages.each(classes, c -> Math.exp(logarithm(record, place, c, total)));
  }

  /** The class with the largest score, the first among equals; -1 where one is not a number. */
  int best(int record, int place) {
    int best = 0;
    for (int c = 0; c < classes; c++) {
      double score = score(record, place, c);
      if (Double.isNaN(score)) {
        return -1;
      }
      best = score > score(record, place, best) ? c : best;
    }
    return best;
  }

  /** Minus the logarithm of the label's probability. */
  double crossEntropy(int record, int place) {
    return -logarithm(record, place, label(record, place), total(record, place));
  }

  /** The Kullback–Leibler divergence of another model's probabilities from these. */
  double divergence(PlaceScores other, int record, int place) {
    double own = total(record, place);
    double its = other.total(record, place);
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double log = logarithm(record, place, c, own);
      sum += Math.exp(log) * (log - other.logarithm(record, place, c, its));
    }
    return Math.max(0, sum);
  }

  private double logarithm(int record, int place, int c, double total) {
    double score = score(record, place, c);
    return probabilities ? Math.log(Math.max(score, TINY)) : score - total;
  }

  /** Logarithm of the sum of the scores' exponentials; unused for probabilities. */
  private double total(int record, int place) {
    if (probabilities) {
      return 0;
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, score(record, place, c));
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(score(record, place, c) - max);
    }
    return max + Math.log(sum);
  }

  /** The mean of a figure over the places that count. */
  Ratio over(Figure figure) {
    double[] above = new double[records()];
    double[] below = new double[records()];
    for (int r = 0; r < above.length; r++) {
      for (int t = 0; t < places; t++) {
        if (counts(r, t)) {
          above[r] += figure.of(r, t);
          below[r]++;
        }
      }
    }
    return new Ratio(above, below, 0);
  }

  /** The share of places that are answered as their label says. */
  Ratio accuracy() {
    return over((r, t) -> best(r, t) == label(r, t) ? 1 : 0);
  }

  private boolean distributions() {
    int rows = Math.min(LOOKED_AT, labels.length);
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        double p = score(row / places, row % places, c);
        if (!(p >= 0)) {
          return false;
        }
        sum += p;
      }
      if (Math.abs(sum - 1) > ROUNDING) {
        return false;
      }
    }
    return true;
  }
}
