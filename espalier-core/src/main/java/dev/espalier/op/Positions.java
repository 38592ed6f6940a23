package dev.espalier.op;

import java.util.Arrays;

/** Arithmetic on kept positions of an axis. */
final class Positions {
  private Positions() {}

  /** How many kept positions lie in {@code [from, to)}; all of them where {@code kept} is null. */
  static int count(int @org.jspecify.annotations.Nullable [] kept, int from, int to) {
    if (kept == null) {
      return to - from;
    }
    return (int) Arrays.stream(kept).filter(p -> p >= from && p < to).count();
  }

  /** Where each original position stands after the cut; -1 for those that go. */
  static int[] renumbered(int[] kept, int size) {
    int[] out = new int[size];
    Arrays.fill(out, -1);
    for (int i = 0; i < kept.length; i++) {
      out[kept[i]] = i;
    }
    return out;
  }
}
