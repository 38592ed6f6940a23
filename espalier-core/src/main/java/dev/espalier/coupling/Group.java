package dev.espalier.coupling;

import dev.espalier.op.Role;
import java.util.List;

/**
 * Units that lie along the same axes and are ranked together.
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

  /** The slots that are parameters. */
  public List<Slot> parameters() {
    return slots.stream().filter(Slot::parameter).toList();
  }

  /** The parameters with a given role. */
  public List<Slot> parameters(Role role) {
    return slots.stream().filter(s -> s.role() == role).toList();
  }

  Group barred(String why) {
    return new Group(name, units, slots, false, why);
  }
}
