package dev.espalier.coupling;

import dev.espalier.op.Role;
import java.util.List;

/**
 * Units that lie along the same axes, at equally many positions, and are ranked together.
 *
 * @param name label of the node that makes the units; unique in the model
 * @param units how many
 * @param slots where they lie, parameters and activations
 * @param prunable whether any may be cut
 * @param reason why not; empty where prunable
 */
public record Group(String name, int units, List<Slot> slots, boolean prunable, String reason) {
  public Group {
    slots = List.copyOf(slots);
  }

  /** By the name, which is unique: slots are many. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** {@return the slots that are parameters} */
  public List<Slot> parameters() {
    return slots.stream().filter(Slot::parameter).toList();
  }

  /**
   * {@return the parameters with a given role}
   *
   * @param role of the parameters
   */
  public List<Slot> parameters(Role role) {
    return slots.stream().filter(s -> s.role() == role).toList();
  }

  /**
   * {@return channels side by side that one unit is where it is made: 64 for an attention head of
   * 64, 1 for a channel of a convolution or a hidden unit}
   */
  public int channels() {
    return parameters(Role.PRODUCES).stream().mapToInt(s -> run(s.held())).min().orElse(1);
  }

  /** Length of the first run of positions that belong to one unit. */
  private static int run(Held held) {
    int end = 0;
    while (end < held.count()
        && held.unit(end) == held.unit(0)
        && held.position(end) == held.position(0) + end) {
      end++;
    }
    return Math.max(1, end);
  }

  Group barred(String why) {
    return new Group(name, units, slots, false, why);
  }
}
