package dev.espalier.routing;

import java.util.Arrays;

/**
 * What passing each stage costs a record.
 *
 * @param each {@code [stages]}: the cost of a stage alone, on top of the stages before it
 * @param unit such as MACs or micros
 */
public record StageCosts(double[] each, String unit) {
  /** {@link IllegalArgumentException} where a cost is negative or not finite. */
  public StageCosts {
    for (int k = 0; k < each.length; k++) {
      if (!(each[k] >= 0 && Double.isFinite(each[k]))) {
        throw new IllegalArgumentException(
            "stage " + k + " costs " + each[k] + " " + unit + "; costs are finite and at least 0");
      }
    }
  }

  /** Of a record that stage {@code stage} answers. */
  public double upTo(int stage) {
    return Arrays.stream(each, 0, stage + 1).sum();
  }

  /** Over records that these stages answer. */
  public double mean(int[] routes) {
    return Arrays.stream(routes).mapToDouble(this::upTo).average().orElse(0);
  }
}
