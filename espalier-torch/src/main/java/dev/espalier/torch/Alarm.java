package dev.espalier.torch;

import dev.espalier.task.Task;

/** Notices a loss that is no number, or has grown far beyond where it began and beyond chance. */
final class Alarm {
  private static final int FIRST = 4;
  private static final int WARM = 12;
  private static final double GROWN = 4;
  private static final double BEYOND_CHANCE = 2;
  private static final double KEPT = 0.9;

  private final double chance;
  private double first;
  private double smooth = Double.NaN;
  private long seen;

  Alarm(Task task) {
    this.chance =
        task.answers().stream()
            .mapToDouble(a -> a.weight() * TaskLosses.of(a.task()).chance(a.task()))
            .sum();
  }

  /** What is wrong after a step, counted from 0, with this loss; empty where nothing is. */
  String at(long step, double loss) {
    if (!Double.isFinite(loss)) {
      return "the loss was " + loss + " at step " + (step + 1);
    }
    seen++;
    first += seen <= FIRST ? loss / FIRST : 0;
    smooth = Double.isNaN(smooth) ? loss : KEPT * smooth + (1 - KEPT) * loss;
    boolean grown =
        seen > WARM && smooth > Math.max(GROWN * first, BEYOND_CHANCE * Math.max(chance, first));
    return grown
        ? String.format(
            java.util.Locale.ROOT,
            "the loss grew from %.3g to %.3g in %d steps",
            first,
            smooth,
            step + 1)
        : "";
  }
}
