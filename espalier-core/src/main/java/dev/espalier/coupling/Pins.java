package dev.espalier.coupling;

import dev.espalier.op.Axis;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which statement keeps each unit: of several the first that gives a reason, else the last. Cost:
 * linear in the lengths of the axes that are pinned.
 */
final class Pins {
  private static final int NONE = -1;

  private final List<Labels.Pin> pins;
  private final int[] of;

  Pins(Labels labels) {
    this.pins = labels.pins();
    this.of = new int[labels.count()];
    Arrays.fill(of, NONE);
    Map<Axis, Integer> byAxis = new LinkedHashMap<>();
    for (int i = 0; i < pins.size(); i++) {
      byAxis.merge(pins.get(i).axis(), i, this::first);
    }
    byAxis.forEach(
        (axis, pin) -> {
          int base = labels.base(axis);
          for (int i = 0; i < labels.length(axis); i++) {
            int unit = labels.unit(base + i);
            of[unit] = of[unit] == NONE ? pin : first(of[unit], pin);
          }
        });
  }

  private int first(int one, int other) {
    boolean reasoned = !pins.get(one).reason().isEmpty();
    if (reasoned != !pins.get(other).reason().isEmpty()) {
      return reasoned ? one : other;
    }
    return reasoned ? Math.min(one, other) : Math.max(one, other);
  }

  /** What keeps a unit; null if it may go. */
  Labels.@Nullable Pin of(int unit) {
    return of[unit] == NONE ? null : pins.get(of[unit]);
  }
}
