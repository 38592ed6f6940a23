package dev.espalier.record;

import java.util.List;

/**
 * How far a classifier can be trusted when it says how sure it is.
 *
 * @param calibrationError mean distance between confidence and accuracy over the bins, weighted by
 *     their records, 0 to 1
 * @param negativeLogLikelihood of the right classes, a mean in nats
 * @param bins by rising confidence, about equally many records in each
 */
public record Confidence(double calibrationError, double negativeLogLikelihood, List<Bin> bins) {
  public Confidence {
    bins = Copies.list(bins);
  }

  /**
   * Records of which the classifier is about equally sure.
   *
   * @param confidence mean probability of the class that was answered
   * @param accuracy share of right answers
   * @param records in the bin
   */
  public record Bin(double confidence, double accuracy, int records) {}
}
