package dev.espalier.allocation;

import dev.espalier.coupling.Group;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which widths a group may have, and which units it keeps at one. */
public final class UnitChoice {
  private UnitChoice() {}

  /**
   * Widths of a group that the limits allow, its floor apart, ascending; the last is the whole
   * group. A unit of several channels fills a part of the block that widths are rounded to, or all
   * of it.
   *
   * @param group whose units are to go
   * @param limits of the cut
   * @return numbers of units
   */
  public static int[] widths(Group group, Limits limits) {
    int units = group.units();
    int fewest = Math.max(1, (int) Math.ceil(units * (1 - limits.maxCut()) - 1e-9));
    int step = limits.round() / common(limits.round(), group.channels());
    while (step > 1 && units < 2 * step) {
      step /= 2;
    }
    int whole = step;
    return IntStream.rangeClosed(fewest, units)
        .filter(w -> w == units || (w < whole ? half(whole, w) : w % whole == 0))
        .toArray();
  }

  private static int common(int a, int b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue();
  }

  /** Whether {@code width} is {@code step} halved once or more often. */
  private static boolean half(int step, int width) {
    int half = step / 2;
    while (half > width) {
      half /= 2;
    }
    return half == width;
  }

  /** Numbers of the units from the highest score to the lowest, the first among equals first. */
  static int[] ranked(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The {@code width} units of the highest scores, ascending by number.
   *
   * @param scores of the units of one group; the higher, the more important
   * @param width how many units stay
   * @return numbers of the units that stay
   */
  public static int[] best(double[] scores, int width) {
    return Arrays.stream(ranked(scores)).limit(width).sorted().toArray();
  }
}
