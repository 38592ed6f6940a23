package dev.espalier.routing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Three parts of the unseen examples, none in two of them: chains, signals and thresholds are
 * chosen on the first, the guarantee is found on the second, figures are taken from the third.
 *
 * <p>Each class is dealt out in the same proportions, which makes parts vary less than the plain
 * draws that {@link Guarantee} assumes.
 *
 * @param choice rising numbers of examples, as the others
 * @param calibration for the guarantee
 * @param last for final figures
 */
public record RoutedParts(int[] choice, int[] calibration, int[] last) {
  /**
   * @param classes one an example; all equal where there are none
   * @param choice share of the first part
   * @param calibration share of the second; the third gets what remains
   * @throws IllegalArgumentException where a part would be empty
   */
  public static RoutedParts of(int[] classes, double choice, double calibration, long seed) {
    double[] shares = {choice, calibration, 1 - choice - calibration};
    int[] part = deal(classes, shares, seed);
    int[][] rows = new int[shares.length][];
    for (int p = 0; p < rows.length; p++) {
      int wanted = p;
      rows[p] = IntStream.range(0, part.length).filter(i -> part[i] == wanted).toArray();
      if (rows[p].length == 0) {
        throw new IllegalArgumentException(
            classes.length
                + " examples leave part "
                + p
                + " of shares "
                + Arrays.toString(shares)
                + " empty; give more examples or other shares");
      }
    }
    return new RoutedParts(rows[0], rows[1], rows[2]);
  }

  /** Each example goes to the part that lacks most. */
  private static int[] deal(int[] classes, double[] shares, long seed) {
    int[] part = new int[classes.length];
    int[] sizes = new int[shares.length];
    int dealt = 0;
    for (int example : shuffled(classes, seed)) {
      dealt++;
      int most = 0;
      for (int p = 1; p < shares.length; p++) {
        most = shares[p] * dealt - sizes[p] > shares[most] * dealt - sizes[most] ? p : most;
      }
      part[example] = most;
      sizes[most]++;
    }
    return part;
  }

  /** Numbers of examples, class after class, in a seeded order within each. */
  static int[] shuffled(int[] classes, long seed) {
    long[] keys = new SplittableRandom(seed).longs(classes.length).toArray();
    return IntStream.range(0, classes.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(i -> classes[i]).thenComparingLong(i -> keys[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
