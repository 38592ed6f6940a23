package dev.espalier.record;

import java.util.List;

/**
 * What a model is asked to do, and how hard that is. Figures are from the examples that decide,
 * never from those of the final figures; NaN where the task has none.
 *
 * @param kind in words: what comes in, what is answered
 * @param metric what results are judged by
 * @param judged examples (groups, for ranking) that the figures below are from
 * @param unseen whether the model was not trained on them
 * @param value of the metric
 * @param loss cross-entropy or squared error, a mean
 * @param margins the 5, 25, 50, 75 and 95 % quantiles of the margin to the nearest other answer
 * @param features what enters the last layer
 * @param probe a linear model on raw inputs, as a yardstick
 * @param trainExamples to tune on
 * @param parameters of the model
 * @param classes number of classes; 0 where there are none
 * @param effectiveClasses exp of the entropy of the classes' shares
 * @param rarest share of the rarest class
 */
public record TaskProfile(
    String kind,
    String metric,
    long judged,
    boolean unseen,
    double value,
    double loss,
    List<Double> margins,
    Features features,
    Probe probe,
    long trainExamples,
    long parameters,
    int classes,
    double effectiveClasses,
    double rarest) {
  public TaskProfile {
    margins = Copies.list(margins);
  }

  /**
   * @param layer the last layer with weights; empty where there is none
   * @param width numbers that enter it for one record
   * @param dimension intrinsic dimension by TwoNN (Facco et al. 2017); NaN where it cannot be told
   * @param records looked at
   */
  public record Features(String layer, int width, double dimension, int records) {}

  /**
   * @param value of the task's metric that ridge regression reaches; NaN where it was not tried
   * @param records it was trained on
   * @param inputs numbers it reads of a record
   */
  public record Probe(double value, int records, int inputs) {}

  /** Training examples for each parameter. */
  public double examplesPerParameter() {
    return parameters == 0 ? Double.NaN : (double) trainExamples / parameters;
  }
}
