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

  /**
   * Of one record.
   *
   * @param said outputs of one model
   * @param other outputs of the model that it should be like
   * @param record its number, from 0
   * @return the distance, at least 0
   */
  public double of(List<BoxHead.Output> said, List<BoxHead.Output> other, int record) {
    double boxes = 0;
    double scores = 0;
    double weights = 0;
    for (int i = 0; i < head.candidates(); i++) {
      double[] shares = head.shares(said.get(head.scoreOutput()), record, i);
      double[] otherShares = head.shares(other.get(head.scoreOutput()), record, i);
      double weight = 0;
      for (int c = 0; c < otherShares.length; c++) {
        scores += divergence(shares[c], otherShares[c]);
        weight = Math.max(weight, otherShares[c]);
      }
      weights += weight;
      boxes += weight * apart(said.get(head.boxOutput()), other.get(head.boxOutput()), record, i);
    }
    return (boxes + scores) / Math.max(weights, 1);
  }

  private static double divergence(double share, double other) {
    double p = within(share);
    double q = within(other);
    return q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p));
  }

  private static double within(double share) {
    return Math.min(1 - TINY, Math.max(TINY, share));
  }

  private double apart(BoxHead.Output said, BoxHead.Output other, int record, int candidate) {
    int[] at = head.boxes();
    int first = candidate * BoxHead.SIDES;
    double[] sides = new double[BoxHead.SIDES];
    for (int s = 0; s < sides.length; s++) {
      sides[s] = other.at(record, at[first + s]);
    }
    double width = Math.max(TINY, Math.abs(head.corners() ? sides[2] - sides[0] : sides[2]));
    double height = Math.max(TINY, Math.abs(head.corners() ? sides[3] - sides[1] : sides[3]));
    double sum = 0;
    for (int s = 0; s < sides.length; s++) {
      sum += Math.abs(said.at(record, at[first + s]) - sides[s]) / (s % 2 == 0 ? width : height);
    }
    return sum;
  }
}
