package dev.espalier.boxes;

import java.util.List;

/**
 * How far one model's candidates lie from another's, candidate by candidate: boxes by the absolute
 * distance of their four numbers in widths and heights of the other's box, weighed by the other's
 * surest score there; scores by what the cross-entropy has above its least. Both over the sum of
 * these weights, as Ultralytics scales what it trains. 0 where both say the same.
 *
 * @param head where the candidates' numbers lie
 */
public record HeadDistance(BoxHead head) {
  private static final double TINY = 1e-7;

  /** Of one record. */
  public double of(List<BoxHead.Output> said, List<BoxHead.Output> other, int record) {
    double boxes = 0;
    double scores = 0;
    double weights = 0;
    for (int i = 0; i < head.candidates(); i++) {
      double[] is = head.shares(said.get(head.scoreOutput()), record, i);
      double[] was = head.shares(other.get(head.scoreOutput()), record, i);
      double weight = 0;
      for (int c = 0; c < was.length; c++) {
        scores += divergence(is[c], was[c]);
        weight = Math.max(weight, was[c]);
      }
      weights += weight;
      boxes += weight * apart(said.get(head.boxOutput()), other.get(head.boxOutput()), record, i);
    }
    return (boxes + scores) / Math.max(weights, 1);
  }

  private static double divergence(double is, double was) {
    double p = within(is);
    double q = within(was);
    return q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p));
  }

  private static double within(double share) {
    return Math.min(1 - TINY, Math.max(TINY, share));
  }

  private double apart(BoxHead.Output said, BoxHead.Output other, int record, int candidate) {
    int[] at = head.boxes();
    int first = candidate * BoxHead.SIDES;
    double[] was = new double[BoxHead.SIDES];
    for (int s = 0; s < was.length; s++) {
      was[s] = other.at(record, at[first + s]);
    }
    double width = Math.max(TINY, Math.abs(head.corners() ? was[2] - was[0] : was[2]));
    double height = Math.max(TINY, Math.abs(head.corners() ? was[3] - was[1] : was[3]));
    double sum = 0;
    for (int s = 0; s < was.length; s++) {
      sum += Math.abs(said.at(record, at[first + s]) - was[s]) / (s % 2 == 0 ? width : height);
    }
    return sum;
  }
}
