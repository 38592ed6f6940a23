package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.measure.LatencyRequest;
import java.util.Locale;

/**
 * Which multiples of channels widths are to be on this machine: runtimes compute channels in
 * blocks, and leave their fast kernels where a width fills none.
 *
 * @param step 16, 8, or 1 where rounding does not pay
 * @param why one sentence with what was measured
 */
public record Rounding(int step, String why) {
  private static final int BLOCK = 16;
  private static final int HALF = 8;

  /** What other work on a machine may feign. */
  private static final double NOISE = 0.05;

  /** In less than this, in microseconds, layers tell nothing. */
  static final double LEAST = 30;

  /**
   * Measured now, at the request's batch and threads, for about its seconds. Convolutions whose
   * groups are too narrow to measure are rounded to 8, which all runtimes' blocks divide or are.
   */
  public static Rounding measured(Coupling coupling, LatencyRequest request) {
    BlockTimes times = BlockTimes.measured(coupling, request);
    return of(times.offBlocks(), times.halfBlocks(), times.convolutions(), times.example());
  }

  /**
   * @param odd what widths take that are no multiples of 8
   * @param half what multiples of 8 take that are none of 16
   * @param convolutions whether there are any: these are rounded in doubt, all else is not
   * @param example of a layer, in parentheses
   */
  static Rounding of(
      BlockTimes.Excess odd, BlockTimes.Excess half, boolean convolutions, String example) {
    if (odd.micros() < LEAST) {
      return convolutions
          ? new Rounding(
              HALF,
              "widths are multiples of 8, the blocks in which convolutions are computed; too little of this network is"
                  + " wide enough to measure it here")
          : new Rounding(
              1, "widths are not rounded: too little of this network is wide enough to measure it");
    }
    if (odd.share() <= (convolutions ? 0 : NOISE)) {
      return new Rounding(
          1,
          String.format(
              Locale.ROOT,
              "widths are not rounded: between multiples of 8 channels layers take what their size says here (%+.0f %%)",
              100 * odd.share()));
    }
    boolean whole = half.micros() >= LEAST && half.share() > NOISE;
    return new Rounding(whole ? BLOCK : HALF, sentence(odd, half, whole) + example);
  }

  private static String sentence(BlockTimes.Excess odd, BlockTimes.Excess half, boolean whole) {
    String halves =
        whole
            ? String.format(
                Locale.ROOT, ", and at multiples of 8 alone %.0f %% more", 100 * half.share())
            : "";
    return String.format(
        Locale.ROOT,
        "widths are multiples of %d: between multiples of 8 channels layers take %.0f %% more here than their size"
            + " says%s",
        whole ? BLOCK : HALF,
        100 * odd.share(),
        halves);
  }
}
