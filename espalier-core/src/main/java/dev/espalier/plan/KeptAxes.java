package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Held;
import dev.espalier.coupling.Slot;
import dev.espalier.op.Axis;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Positions that stay, for each axis that loses any. */
public final class KeptAxes {
  private final Map<Axis, boolean[]> gone = new LinkedHashMap<>();

  /**
   * Throws {@link IllegalArgumentException} if the plan names groups or units that the model does
   * not have or may not cut.
   *
   * @param coupling of the model that is cut
   * @param plan what stays of the model
   */
  public KeptAxes(Coupling coupling, PrunePlan plan) {
    plan.groups().forEach((name, keep) -> mark(require(coupling, name, keep), keep));
  }

  private static Group require(Coupling coupling, String name, PrunePlan.Keep keep) {
    Group group = coupling.group(name);
    if (group == null) {
      throw new IllegalArgumentException("the model has no group " + name);
    }
    if (!group.prunable() || group.units() != keep.units() || keep.kept().length == 0) {
      throw new IllegalArgumentException(
          "group "
              + name
              + " has "
              + group.units()
              + " units"
              + (group.prunable() ? "" : " that may not be cut (" + group.reason() + ")")
              + "; the plan keeps "
              + keep.kept().length
              + " of "
              + keep.units());
    }
    return group;
  }

  private void mark(Group group, PrunePlan.Keep keep) {
    boolean[] cut = new boolean[keep.units()];
    Arrays.fill(cut, true);
    for (int unit : keep.kept()) {
      cut[unit] = false;
    }
    for (Slot slot : group.slots()) {
      Held held = slot.held();
      boolean[] marks = gone.computeIfAbsent(slot.axis(), k -> new boolean[held.length()]);
      for (int k = 0; k < held.count(); k++) {
        marks[held.position(k)] |= cut[held.unit(k)];
      }
    }
  }

  /**
   * {@return whether any axis of a value loses positions}
   *
   * @param value its name
   */
  public boolean touches(String value) {
    return gone.keySet().stream().anyMatch(axis -> axis.value().equals(value));
  }

  /**
   * {@return positions that stay, ascending; null where all do}
   *
   * @param axis of a value
   */
  public int @Nullable [] kept(Axis axis) {
    boolean[] marks = gone.get(axis);
    return marks == null ? null : IntStream.range(0, marks.length).filter(i -> !marks[i]).toArray();
  }

  /**
   * {@return marks of the positions that go; null where all stay}
   *
   * @param axis of a value
   */
  public boolean @Nullable [] gone(Axis axis) {
    return gone.get(axis);
  }
}
