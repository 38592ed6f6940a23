package dev.espalier.coupling;

import dev.espalier.op.Axis;
import java.util.List;

/**
 * Settles which part of a factored axis carries its labels: with {@code blocks} the outermost part
 * whose units may go (attention heads, channels before their pixels), with {@code positions} the
 * innermost (the same position of each head). The other parts stay whole.
 */
final class Factors {
  private final Labels labels;
  private final boolean blocks;

  Factors(Labels labels, boolean blocks) {
    this.labels = labels;
    this.blocks = blocks;
  }

  void settle() {
    for (Labels.Factor factor : labels.factors()) {
      settle(factor);
    }
  }

  private void settle(Labels.Factor factor) {
    labels.enter(factor.node());
    List<Axis> parts = factor.parts();
    int chosen = chosen(parts);
    int inner = 1;
    for (int i = parts.size() - 1; i >= 0; i--) {
      int size = labels.length(parts.get(i));
      if (i == chosen) {
        spread(factor.flat(), parts.get(i), inner);
      } else {
        labels.bar(
            parts.get(i),
            "lies inside or around units that are cut whole (Reshape factors the axis)");
      }
      inner *= size;
    }
    if (chosen < 0) {
      labels.bar(factor.flat(), "Reshape factors it into axes that cannot lose units");
    }
  }

  /** The part that carries labels, one of fixed length if there is any; -1 for none. */
  private int chosen(List<Axis> parts) {
    int varying = -1;
    for (int k = 0; k < parts.size(); k++) {
      int i = blocks ? k : parts.size() - 1 - k;
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
