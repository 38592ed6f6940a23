package dev.espalier.plan;

import dev.espalier.coupling.Ranges;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * A plan as text that a person reads and tests compare: one line for each group that loses units,
 * each consumer that takes constants, each mask and each block that goes.
 *
 * <pre>
 * heads as blocks
 * conv1 keeps 0-3 7 9-15 of 16
 * fc:0:1 takes constants of 9
 * conv2.weight holds 12 of 144 at zero
 * without block add_5
 * </pre>
 */
public final class PlanText {
  private PlanText() {}

  /**
   * The whole plan; every line ends in a line break.
   *
   * @param plan what stays of the model
   * @return the plan for a person
   */
  public static String of(PrunePlan plan) {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    lines.add("heads as " + plan.heads());
    plan.groups().forEach((name, keep) -> lines.add(name + " keeps " + of(keep)));
    plan.constants()
        .forEach((key, values) -> lines.add(key + " takes constants of " + set(values)));
    for (Map.Entry<String, Mask> mask : plan.masks().entrySet()) {
      float[] keep = mask.getValue().tensor().floats();
      lines.add(
          mask.getKey()
              + " holds "
              + (keep.length - set(keep))
              + " of "
              + keep.length
              + " at zero");
    }
    plan.removed().forEach(name -> lines.add("without block " + name));
    if (plan.isWhole()) {
      lines.add("keeps everything");
    }
    return lines.toString();
  }

  /**
   * {@return what stays of one group: {@code 0-3 7 of 16}}
   *
   * @param keep what stays of the group
   */
  public static String of(PrunePlan.Keep keep) {
    return Ranges.of(keep.kept()) + " of " + keep.units();
  }

  private static long set(float[] values) {
    return IntStream.range(0, values.length).filter(i -> values[i] != 0).count();
  }
}
