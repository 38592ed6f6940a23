package dev.espalier.recurrence;

import java.util.OptionalInt;

/**
 * A whole number that is known at every step: {@code fixed + perStep · step + perLength · length},
 * with steps counted from 0 and the length that of the sequence.
 */
record Count(long fixed, long perStep, long perLength) {
  /** Above any length of a sequence; exporters write the largest int64 for "no limit". */
  private static final long ENDLESS = Integer.MAX_VALUE;

  static Count of(long fixed) {
    return new Count(fixed, 0, 0);
  }

  static Count step() {
    return new Count(0, 1, 0);
  }

  static Count length() {
    return new Count(0, 0, 1);
  }

  Count plus(Count other) {
    return new Count(fixed + other.fixed, perStep + other.perStep, perLength + other.perLength);
  }

  Count minus(Count other) {
    return new Count(fixed - other.fixed, perStep - other.perStep, perLength - other.perLength);
  }

  /** The number itself, where it is one. */
  OptionalInt known() {
    return perStep == 0 && perLength == 0 && fixed == (int) fixed
        ? OptionalInt.of((int) fixed)
        : OptionalInt.empty();
  }

  /** Whether this is at least {@code other} at every step, whatever the length. */
  boolean atLeast(Count other) {
    if (perStep != 0 || perLength < 0) {
      return false;
    }
    return perLength == other.perLength && fixed >= other.fixed
        || perLength == 0 && fixed >= ENDLESS;
  }
}
