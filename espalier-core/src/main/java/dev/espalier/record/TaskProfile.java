package dev.espalier.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What a model is asked to do, and how hard that is. Figures are from the examples that decide,
 * never from those of the final figures. In study.json what the parts hold stands beside the kind.
 *
 * @param kind in words: what comes in, what is answered
 * @param metric what results are judged by
 * @param quality how good the model is before anything is done to it
 * @param features what enters the last layer
 * @param probe a linear model on raw inputs, as a yardstick
 * @param scale how much there is to learn from, and how much to learn
 * @param balance how even the classes are
 */
public record TaskProfile(
    String kind,
    String metric,
    @JsonUnwrapped Quality quality,
    Features features,
    Probe probe,
    @JsonUnwrapped Scale scale,
    @JsonUnwrapped Balance balance) {
  /**
   * How good the model is before anything is done to it; NaN where the task has no such figure.
   *
   * @param judged examples (groups, for ranking) that the figures are from
   * @param unseen whether the model was not trained on them
   * @param value of the metric
   * @param loss cross-entropy or squared error, a mean
   * @param margins the 5, 25, 50, 75 and 95 % quantiles of the margin to the nearest other answer
   */
  public record Quality(
      long judged, boolean unseen, double value, double loss, List<Double> margins) {
    public Quality {
      margins = Copies.list(margins);
    }
  }

  /**
   * What enters the last layer.
   *
   * @param layer the last layer with weights; empty where there is none
   * @param width numbers that enter it for one record
   * @param dimension intrinsic dimension by TwoNN (Facco et al. 2017); NaN where it cannot be told
   * @param records looked at
   */
  public record Features(String layer, int width, double dimension, int records) {}

  /**
   * A linear model on raw inputs, as a yardstick.
   *
   * @param value of the task's metric that ridge regression reaches; NaN where it was not tried
   * @param records it was trained on
   * @param inputs numbers it reads of a record
   */
  public record Probe(double value, int records, int inputs) {}

  /**
   * How much there is to learn from, and how much to learn.
   *
   * @param trainExamples to tune on
   * @param parameters of the model
   */
  public record Scale(long trainExamples, long parameters) {
    /** {@return training examples for each parameter} */
    public double examplesPerParameter() {
      return parameters == 0 ? Double.NaN : (double) trainExamples / parameters;
    }
  }

  /**
   * How even the classes are.
   *
   * @param classes number of classes; 0 where there are none
   * @param effectiveClasses exp of the entropy of the classes' shares; NaN without classes
   * @param rarest share of the rarest class; NaN without classes
   */
  public record Balance(int classes, double effectiveClasses, double rarest) {}
}
