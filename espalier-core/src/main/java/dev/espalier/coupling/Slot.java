package dev.espalier.coupling;

import dev.espalier.op.Axis;
import dev.espalier.op.Role;
import org.jspecify.annotations.Nullable;

/**
 * An axis along which units of a group lie.
 *
 * @param axis where
 * @param role what the axis does for its units, if the value is a parameter; null for activations
 * @param held which positions hold which units
 */
public record Slot(Axis axis, @Nullable Role role, Held held) {
  /**
   * Makes a slot from the number of the unit at each position of the axis.
   *
   * @param axis of the value along which the units lie
   * @param role of the value where it is a parameter; null where it is none
   * @param units for each position the number of the unit within the group; -1 for positions of
   *     other groups
   */
  public Slot(Axis axis, @Nullable Role role, int[] units) {
    this(axis, role, Held.of(units));
  }

  /** {@return whether the value is a parameter (an initializer)} */
  public boolean parameter() {
    return role != null;
  }

  /**
   * {@return for each position the number of the unit within the group; -1 for positions of other
   * groups} A new array: ask once.
   */
  public int[] units() {
    return held.everywhere();
  }
}
