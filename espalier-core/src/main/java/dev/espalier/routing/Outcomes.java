package dev.espalier.routing;

import java.util.Arrays;

/**
 * What each stage of a chain made of each record, had all records passed all stages.
 *
 * <p>A record passes stage 0, goes on past stage k while its score there is below threshold k, and
 * is answered by the stage where it stops; the last stage always answers.
 *
 * @param scores {@code [stages - 1][records]}, of the chosen signal: higher where surer; finite
 * @param losses {@code [stages][records]}, such as 0 (right) or 1 (wrong)
 * @param reference {@code [records]}: the original's losses
 */
public record Outcomes(float[][] scores, double[][] losses, double[] reference) {
  /** {@link IllegalArgumentException} where sizes differ or a figure is not finite. */
  public Outcomes {
    require(losses.length >= 2, "a chain needs two stages, but there are " + losses.length);
    require(
        scores.length == losses.length - 1,
        scores.length + " stages with scores; all of " + losses.length + " but the last need them");
    require(reference.length > 0, "there are no records; give the part more of them");
    for (int k = 0; k < losses.length; k++) {
      requireFinite("loss", k, losses[k], reference.length);
    }
    for (int k = 0; k < scores.length; k++) {
      requireFinite("score", k, doubles(scores[k]), reference.length);
    }
    requireFinite("reference loss", -1, reference, reference.length);
  }

  public int stages() {
    return losses.length;
  }

  public int records() {
    return reference.length;
  }

  /** These records alone, in this order. */
  public Outcomes at(int[] rows) {
    float[][] some = new float[scores.length][rows.length];
    for (int k = 0; k < some.length; k++) {
      for (int i = 0; i < rows.length; i++) {
        some[k][i] = scores[k][rows[i]];
      }
    }
    return new Outcomes(
        some,
        Arrays.stream(losses).map(l -> pick(l, rows)).toArray(double[][]::new),
        pick(reference, rows));
  }

  /** In a seeded order. */
  Outcomes shuffled(long seed) {
    return at(RoutedParts.shuffled(new int[records()], seed));
  }

  /** The stage that answers each record. */
  public int[] routes(float[] thresholds) {
    int[] routes = new int[records()];
    for (int i = 0; i < routes.length; i++) {
      while (routes[i] < scores.length && scores[routes[i]][i] < thresholds[routes[i]]) {
        routes[i]++;
      }
    }
    return routes;
  }

  /** The chain's loss on each record. */
  public double[] lossesOf(int[] routes) {
    double[] out = new double[records()];
    Arrays.setAll(out, i -> losses[routes[i]][i]);
    return out;
  }

  /** The chain's loss less the original's, on each record. */
  public double[] differences(float[] thresholds) {
    return differences(routes(thresholds));
  }

  /** The same by the stages that answer. */
  double[] differences(int[] routes) {
    double[] out = lossesOf(routes);
    Arrays.setAll(out, i -> out[i] - reference[i]);
    return out;
  }

  static double[] pick(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(r -> values[r]).toArray();
  }

  private static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    Arrays.setAll(out, i -> values[i]);
    return out;
  }

  private static void requireFinite(String what, int stage, double[] values, int records) {
    String place = stage < 0 ? "" : " of stage " + stage;
    require(
        values.length == records,
        values.length + " figures '" + what + "'" + place + " for " + records + " records");
    for (int i = 0; i < records; i++) {
      require(
          Double.isFinite(values[i]),
          "the " + what + place + " is " + values[i] + " for record " + i + "; it must be finite");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
