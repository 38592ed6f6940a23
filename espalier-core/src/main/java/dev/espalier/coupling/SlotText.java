package dev.espalier.coupling;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A slot as text: the axis, and in brackets how units lie along it where unit and position are not
 * the same number.
 *
 * <pre>
 * concat:1(8-11)       positions 8 to 11 are the units in order
 * q.weight:1(4 each)   four positions side by side are one unit
 * lstm.W:1(4 times)    the units follow each other four times
 * y:1(0-2@3 3-5@0)     units 0 to 2 from position 3 on, 3 to 5 from 0 on
 * </pre>
 */
final class SlotText {
  /** More runs than this are counted, not shown. */
  private static final int SHOWN = 8;

  private SlotText() {}

  static String of(Slot slot, int units) {
    int[] at = slot.units();
    Pattern pattern = Pattern.of(at, units);
    String places = pattern.fits(at) ? pattern.words(at.length) : runs(at);
    return slot.axis() + (places.isEmpty() ? "" : "(" + places + ")");
  }

  /**
   * Units in order, each {@code each} positions wide, over and over from {@code from} to before
   * {@code to}.
   */
  private record Pattern(int from, int to, int each, int units) {
    static Pattern of(int[] at, int units) {
      int[] held = IntStream.range(0, at.length).filter(i -> at[i] >= 0).toArray();
      int from = held[0];
      int to = held[held.length - 1] + 1;
      int each = 1;
      while (from + each < to && at[from + each] == at[from]) {
        each++;
      }
      return new Pattern(from, to, each, units);
    }

    boolean fits(int[] at) {
      return (to - from) % (each * units) == 0
          && IntStream.range(from, to).allMatch(i -> at[i] == (i - from) / each % units);
    }

    String words(int length) {
      List<String> words = new ArrayList<>();
      if (to - from < length) {
        words.add(Ranges.of(from, to - 1));
      }
      if (each > 1) {
        words.add(each + " each");
      }
      int times = (to - from) / (each * units);
      if (times > 1) {
        words.add(times + " times");
      }
      return String.join(", ", words);
    }
  }

  private static String runs(int[] at) {
    List<String> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= at.length; i++) {
      if (i == at.length || at[i - 1] < 0 || at[i] != at[i - 1] + 1) {
        if (at[from] >= 0) {
          runs.add(Ranges.of(at[from], at[i - 1]) + "@" + from);
        }
        from = i;
      }
    }
    int more = runs.size() - SHOWN;
    return more <= 0
        ? String.join(" ", runs)
        : String.join(" ", runs.subList(0, SHOWN)) + " and " + more + " more";
  }
}
