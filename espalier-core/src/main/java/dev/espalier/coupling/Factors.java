package dev.espalier.coupling;

import dev.espalier.op.Axis;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Settles which part of a factored axis carries its labels: with {@code blocks} the outermost part
 * whose units may go (attention heads, channels before their pixels), with {@code positions} the
 * innermost (the same position of each head). The other parts stay whole.
 *
 * <p>Groups of channels that are normalised or convolved together may go whole or lose equal
 * positions each, as the caller asks.
 */
final class Factors {
  private final Labels labels;
  private final boolean blocks;
  private final boolean equal;
  private final Set<Labels.Factor> grouped;

  /**
   * @param equal whether channels that are worked on in groups lose the same positions of each
   */
  Factors(Labels labels, boolean blocks, boolean equal) {
    this.labels = labels;
    this.blocks = blocks;
    this.equal = equal;
    this.grouped = grouped(labels);
  }

  /** Axes of groups, those that are normalised over, and those that share a part with one. */
  private static Set<Labels.Factor> grouped(Labels labels) {
    Set<Axis> parts = new HashSet<>();
    labels.factors().stream()
        .filter(f -> f.groups() || labels.normalised(f.flat()))
        .forEach(f -> parts.addAll(f.parts()));
    Set<Labels.Factor> found = new HashSet<>(labels.factors());
    found.removeIf(f -> f.parts().stream().noneMatch(parts::contains));
    return found;
  }

  /** Whether it matters what is asked of groups. */
  boolean meetGroups() {
    return !grouped.isEmpty();
  }

  void settle() {
    for (Labels.Factor factor : labels.factors()) {
      settle(factor);
    }
  }

  private void settle(Labels.Factor factor) {
    labels.enter(factor.node());
    List<Axis> parts = factor.parts();
    String op = factor.node().op();
    int chosen = chosen(parts, blocks && !(equal && grouped.contains(factor)));
    int inner = 1;
    for (int i = parts.size() - 1; i >= 0; i--) {
      int size = labels.length(parts.get(i));
      if (i == chosen) {
        spread(factor.flat(), parts.get(i), inner);
      } else {
        labels.bar(
            parts.get(i),
            "lies inside or around units that are cut whole (" + op + " factors the axis)");
      }
      inner *= size;
    }
    if (chosen < 0) {
      labels.bar(factor.flat(), op + " factors it into axes that cannot lose units");
    }
  }

  /** The part that carries labels, one of fixed length if there is any; -1 for none. */
  private int chosen(List<Axis> parts, boolean outermost) {
    int varying = -1;
    for (int k = 0; k < parts.size(); k++) {
      int i = outermost ? k : parts.size() - 1 - k;
      Axis part = parts.get(i);
      if (labels.free(part) && !labels.varies(part)) {
        return i;
      } else if (varying < 0 && labels.free(part) && labels.length(part) > 1) {
        varying = i;
      }
    }
    return varying;
  }

  private void spread(Axis flat, Axis part, int inner) {
    int size = labels.length(part);
    int n = labels.length(flat);
    int[] map = new int[n];
    for (int i = 0; i < n; i++) {
      map[i] = i / inner % size;
    }
    labels.tie(flat, part, map);
  }
}
