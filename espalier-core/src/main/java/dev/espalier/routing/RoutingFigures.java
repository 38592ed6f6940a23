package dev.espalier.routing;

import java.util.Arrays;

/**
 * What a row of thresholds does on examples that had no part in choosing it.
 *
 * @param loss mean loss of the chain; 1 - accuracy where losses are 0 or 1
 * @param reference that of the original
 * @param difference the first less the second, with its standard error
 * @param low lower limit of the mean difference, with {@code high} at {@value #LEVEL}, valid for
 *     any number of examples
 * @param high upper limit
 * @param cost mean cost of a record
 * @param least the lowest cost of a record here
 * @param most the highest
 * @param shares of the records that each stage answers
 */
public record RoutingFigures(
    double loss,
    double reference,
    Paired difference,
    double low,
    double high,
    double cost,
    double least,
    double most,
    double[] shares) {
  private static final double LEVEL = 0.95;

  /** With losses as {@code judged} has them. */
  public static RoutingFigures of(
      float[] thresholds, Outcomes outcomes, StageCosts costs, Allowance allowance) {
    double[] differences = outcomes.shuffled(allowance.seed()).differences(thresholds);
    Betting betting = new Betting(allowance.judged().range(), (1 - LEVEL) / 2);
    int[] routes = outcomes.routes(thresholds);
    double[] paid = Arrays.stream(routes).mapToDouble(costs::upTo).toArray();
    return new RoutingFigures(
        mean(outcomes.lossesOf(routes)),
        mean(outcomes.reference()),
        Paired.of(differences),
        betting.lower(differences),
        betting.upper(differences),
        mean(paid),
        Arrays.stream(paid).min().orElse(0),
        Arrays.stream(paid).max().orElse(0),
        sharesByClass(routes, new int[routes.length], outcomes.stages())[0]);
  }

  /**
   * {@code [classes][stages]}: shares of each class's records that each stage answers; 0 for a
   * class without records.
   */
  public static double[][] sharesByClass(int[] routes, int[] classes, int stages) {
    double[][] shares = new double[1 + Arrays.stream(classes).max().orElse(0)][stages];
    int[] sizes = new int[shares.length];
    for (int c : classes) {
      sizes[c]++;
    }
    for (int i = 0; i < routes.length; i++) {
      shares[classes[i]][routes[i]] += 1.0 / sizes[classes[i]];
    }
    return shares;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
