package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import java.util.Map;

/**
 * What is kept of the gradients of all batches.
 *
 * @param weights moments by initializer name
 * @param taylor sums over whole units by group name
 */
public record GradientEvidence(Map<String, Moments> weights, Map<String, UnitSums> taylor) {
  /**
   * Over the batches, for each weight.
   *
   * @param mean of g
   * @param meanSquare of g²
   */
  public record Moments(float[] mean, float[] meanSquare) {}

  /**
   * Over the batches, for each unit, with s the sum of w·g over the unit's parameters.
   *
   * @param meanSquare of s²
   * @param meanAbsolute of |s|
   */
  public record UnitSums(double[] meanSquare, double[] meanAbsolute) {}

  /** {@code √E[g²]} of each weight; zeros where the initializer is not trained. */
  float[] rootMeanSquare(String initializer, int size) {
    Moments moments = weights.get(initializer);
    float[] out = new float[size];
    for (int i = 0; moments != null && i < size; i++) {
      out[i] = (float) Math.sqrt(moments.meanSquare()[i]);
    }
    return out;
  }

  UnitSums of(Group group) {
    UnitSums sums = taylor.get(group.name());
    if (sums == null) {
      throw new IllegalStateException("no gradients were gathered for the group " + group.name());
    }
    return sums;
  }
}
