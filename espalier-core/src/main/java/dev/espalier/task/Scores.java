package dev.espalier.task;

import dev.espalier.files.DataException;

/**
 * Class scores of a classifier, whatever its last layer: logits, log-probabilities or
 * probabilities, and one column for binary models (the probability or the logit of class 1).
 */
public final class Scores {
  private static final double TINY = 1e-12;

  private final int classes;
  private final int[] labels;
  private final int[] predicted;
  private final Predictions predictions;
  private final boolean probabilities;

  /**
   * {@link DataException} where a label is none of the classes.
   *
   * @param predictions what a model said of labelled records
   */
  public Scores(Predictions predictions) {
    this.predictions = predictions;
    this.classes = Math.max(2, predictions.columns());
    this.probabilities =
        predictions.columns() == 1 ? unit(predictions.outputs()) : distributions(predictions);
    this.labels = predictions.classes();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new DataException(
            "record "
                + i
                + " has label "
                + labels[i]
                + ", the model has classes 0 to "
                + (classes - 1)
                + "; check the label column or the model");
      }
    }
    this.predicted = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      predicted[i] = predict(i);
    }
  }

  /** {@return number of records} */
  public int records() {
    return labels.length;
  }

  /** How many classes; 2 for one column. */
  int classes() {
    return classes;
  }

  /**
   * {@return the right class of a record}
   *
   * @param record its number, from 0
   */
  public int label(int record) {
    return labels[record];
  }

  /**
   * {@return the class that is answered; -1 where scores are no numbers}
   *
   * @param record its number, from 0
   */
  public int predicted(int record) {
    return predicted[record];
  }

  /** How often which class is answered for which, over these records. */
  Confusion confusion(int[] records) {
    Confusion confusion = new Confusion(classes);
    for (int r : records) {
      confusion.add(labels[r], predicted[r]);
    }
    return confusion;
  }

  /**
   * {@return whether the highest score of a record is that of its class}
   *
   * @param record its number, from 0
   */
  public boolean correct(int record) {
    return predicted[record] == labels[record];
  }

  /**
   * Whether the label is among the {@code k} best classes; among equals the first counts as best.
   */
  boolean within(int record, int k) {
    double own = score(record, labels[record]);
    int better = 0;
    for (int c = 0; c < classes; c++) {
      double other = score(record, c);
      better += other > own || (other == own && c < labels[record]) ? 1 : 0;
    }
    return better < k && !Double.isNaN(own);
  }

  /** Of two classes: how well records of class 1 are separated from those of class 0. */
  Auc auc() {
    double[] ones = new double[labels.length];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = score(i, 1) - score(i, 0);
    }
    return new Auc(labels, ones);
  }

  /**
   * Minus the logarithm of the probability of the label.
   *
   * @param record its number, from 0
   * @return a number of nats, at least 0
   */
  public double crossEntropy(int record) {
    double own = score(record, labels[record]);
    if (probabilities) {
      return -Math.log(Math.max(own, TINY));
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, score(record, c));
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(score(record, c) - max);
    }
    return max + Math.log(sum) - own;
  }

  /**
   * Probability of each class; the softmax of logits.
   *
   * @param record its number, from 0
   * @return one number a class, which add up to 1
   */
  public double[] distribution(int record) {
    double[] p = new double[classes];
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      p[c] = score(record, c);
      max = Math.max(max, p[c]);
    }
    if (probabilities) {
      return p;
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      p[c] = Math.exp(p[c] - max);
      sum += p[c];
    }
    for (int c = 0; c < classes; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private int predict(int record) {
    if (predictions.columns() > 1) {
      return predictions.argmax(record);
    }
    return Double.isNaN(score(record, 1)) ? -1 : score(record, 1) > score(record, 0) ? 1 : 0;
  }

  private double score(int record, int c) {
    if (predictions.columns() > 1) {
      return predictions.at(record, c);
    }
    double one = predictions.at(record, 0);
    return c == 1 ? one : probabilities ? 1 - one : 0;
  }

  /**
   * {@return whether all values lie between 0 and 1}
   *
   * @param values any numbers
   */
  public static boolean unit(float[] values) {
    for (float v : values) {
      if (!(v >= 0 && v <= 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean distributions(Predictions predictions) {
    for (int i = 0; i < predictions.records(); i++) {
      double sum = 0;
      for (int c = 0; c < predictions.columns(); c++) {
        double p = predictions.at(i, c);
        if (!(p >= 0)) {
          return false;
        }
        sum += p;
      }
      if (Math.abs(sum - 1) > 1e-3) {
        return false;
      }
    }
    return true;
  }
}
