package dev.espalier.latency;

import java.util.stream.IntStream;

/**
 * Widths at which a group is measured: runtimes work in blocks of channels, so time falls where a
 * block ends. Multiples of 8 find the stairs of vectors of 8 and of 16 floats; below 16 channels
 * runtimes leave the blocked layout, and time is a slope. Widths in between cost as much as the
 * next above (odd ones even more).
 */
final class Widths {
  private static final int BLOCK = 16;
  private static final int HALF_BLOCK = 8;
  private static final int SLOPE = 4;
  private static final int MOST_HALF_BLOCKS = 8;

  private Widths() {}

  /** Ascending, the whole width last. */
  static int[] of(int units) {
    int step =
        units <= HALF_BLOCK * MOST_HALF_BLOCKS
            ? HALF_BLOCK
            : BLOCK * Math.max(1, Math.round((float) units / (BLOCK * BLOCK)));
    return IntStream.rangeClosed(1, units)
        .filter(w -> w == units || w % (w < BLOCK ? slope(units) : step) == 0)
        .toArray();
  }

  private static int slope(int units) {
    return units <= HALF_BLOCK ? 1 : SLOPE;
  }

  /** The narrowest measured width that is not below {@code width}. */
  static int stair(int[] widths, int width) {
    for (int candidate : widths) {
      if (candidate >= width) {
        return candidate;
      }
    }
    return widths[widths.length - 1];
  }
}
