package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Held;
import dev.espalier.coupling.Slot;
import dev.espalier.op.Axis;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which units of the original the groups of a model that was cut from it hold, by where they lie in
 * the parameters: names may change where blocks are gone, and units that a block held together may
 * come apart.
 *
 * <p>A group has no origin where its units are not, one by one, units of one group that may be cut
 * in the original; a plan must leave it whole, for it could not be told in terms of the original.
 */
public final class Lineage {
  private final Map<String, Origin> origins = new LinkedHashMap<>();
  private final Set<String> strangers = new LinkedHashSet<>();

  /**
   * Where the units of a later group come from: one group of the original.
   *
   * @param group of the original
   * @param of how many units it has there
   * @param units for each unit of the later group its number in the original
   */
  public record Origin(String group, int of, int[] units) {}

  /**
   * Traces each group of a cut model back to the original.
   *
   * @param original the coupling that the plan was made on
   * @param plan what was cut of it
   * @param current the coupling of the result
   */
  public Lineage(Coupling original, PrunePlan plan, Coupling current) {
    KeptAxes kept = new KeptAxes(original, plan);
    Map<Axis, Map<Group, Slot>> slots = original.slots();
    for (Group group : current.groups()) {
      Origin origin = new Trace(group).origin(kept, slots);
      if (origin == null) {
        strangers.add(group.name());
      } else {
        origins.put(group.name(), origin);
      }
    }
  }

  /** {@return groups without an origin} */
  public Set<String> strangers() {
    return strangers;
  }

  /**
   * Throws {@link IllegalArgumentException} for a group without an origin.
   *
   * @param group its name
   * @return where the group's units come from
   */
  public Origin require(String group) {
    Origin origin = origins.get(group);
    if (origin == null) {
      throw new IllegalArgumentException(
          "the units of group " + group + " are not those of a group of the original");
    }
    return origin;
  }

  /** One later group while its parameters are looked through. */
  private static final class Trace {
    private final Group later;
    private final int[] units;
    private @Nullable Group from;
    private boolean clear = true;

    Trace(Group later) {
      this.later = later;
      this.units = new int[later.units()];
      Arrays.fill(units, -1);
    }

    @Nullable Origin origin(KeptAxes kept, Map<Axis, Map<Group, Slot>> slots) {
      for (Slot slot : later.parameters()) {
        Map<Group, int[]> before = new LinkedHashMap<>();
        slots.getOrDefault(slot.axis(), Map.of()).forEach((g, s) -> before.put(g, s.units()));
        int[] positions = kept.kept(slot.axis());
        Held held = slot.held();
        for (int k = 0; k < held.count() && !before.isEmpty(); k++) {
          int p = held.position(k);
          meet(held.unit(k), positions == null ? p : positions[p], before);
        }
      }
      boolean whole = Arrays.stream(units).distinct().filter(u -> u >= 0).count() == units.length;
      return from != null && clear && whole && from.prunable()
          ? new Origin(from.name(), from.units(), units)
          : null;
    }

    private void meet(int unit, int position, Map<Group, int[]> before) {
      before.forEach(
          (group, at) -> {
            int source = position < at.length ? at[position] : -1;
            if (source >= 0) {
              clear &= from == null || from.name().equals(group.name());
              clear &= units[unit] < 0 || units[unit] == source;
              from = group;
              units[unit] = source;
            }
          });
    }
  }
}
