package dev.espalier.study;

import dev.espalier.data.Layout;
import dev.espalier.record.DataProfile.Repeats;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds equal records by hash, and nearly equal ones by the hash of a coarse picture rounded on two
 * grids that are half a step apart (tokens: the set of ids). Rounding misses pairs that both grids
 * separate, so the count of near ones is a lower bound. Ids of users and items have no near ones.
 */
final class Repeated {
  private static final long PRIME = 0x100000001B3L;

  /** Cells from which the picture of a record tells enough when it is rounded coarsely. */
  private static final int MANY_CELLS = 48;

  private final Layout layout;
  private final Scan train;
  private final double[] step;

  Repeated(Layout layout, Scan train) {
    this.layout = layout;
    this.train = train;
    int cells = train.records == 0 ? 0 : train.cells[0].length;
    this.step = new double[cells];
    for (int c = 0; c < cells; c++) {
      Moments moments = new Moments();
      for (float[] record : train.cells) {
        moments.add(record[c]);
      }
      step[c] = Math.max(1e-12, moments.deviation() / (cells >= MANY_CELLS ? 4 : 32));
    }
  }

  /** Records of a split that are equal to an earlier one of it. */
  Repeats within(String name, Scan scan) {
    Known known = new Known();
    Tally tally = new Tally();
    for (int r = 0; r < scan.records; r++) {
      tally.count(known, scan, r);
      known.add(scan, r);
    }
    return tally.named("within " + name, scan.records);
  }

  /** Records of another split that are equal to one of train. */
  Repeats across(String name, Scan other) {
    Known known = new Known();
    for (int r = 0; r < train.records; r++) {
      known.add(train, r);
    }
    Tally tally = new Tally();
    for (int r = 0; r < other.records; r++) {
      tally.count(known, other, r);
    }
    return tally.named(name + " in train", other.records);
  }

  private final class Known {
    final Map<Long, Integer> exact = new HashMap<>();
    final Set<Long> near = new HashSet<>();

    void add(Scan scan, int r) {
      exact.putIfAbsent(scan.hashes[r], scan.classes.length > 0 ? scan.classes[r] : 0);
      for (long key : keys(scan, r)) {
        near.add(key);
      }
    }
  }

  private final class Tally {
    long exact;
    long near;
    long conflicting;

    void count(Known known, Scan scan, int r) {
      Integer label = known.exact.get(scan.hashes[r]);
      if (label != null) {
        exact++;
        conflicting += scan.classes.length > 0 && label != scan.classes[r] ? 1 : 0;
        return;
      }
      boolean like = false;
      for (long key : keys(scan, r)) {
        like |= known.near.contains(key);
      }
      near += like ? 1 : 0;
    }

    Repeats named(String where, int records) {
      return new Repeats(where, records, exact, near, conflicting);
    }
  }

  private long[] keys(Scan scan, int r) {
    return switch (layout.kind()) {
      case IDS -> new long[0];
      case TOKENS -> new long[] {scan.bags[r]};
      default -> new long[] {rounded(scan.cells[r], 0), rounded(scan.cells[r], 0.5)};
    };
  }

  private long rounded(float[] cells, double shift) {
    long hash = shift == 0 ? 1 : 2;
    for (int c = 0; c < cells.length; c++) {
      hash = (hash ^ (long) Math.floor(cells[c] / step[c] + shift)) * PRIME;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
