package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is kept of a model: for each group that loses units the numbers of those that stay. Groups
 * not named stay whole.
 *
 * @param heads {@code blocks} or {@code positions}: how the units were made (see the recipe's
 *     {@code cut.heads})
 * @param groups by name, in the graph's order
 * @param constants what cut units leave with their consumers: for each consumption ({@code
 *     node:input:axis}) the constant of each position of the axis, 0 for those that stay
 * @param masks weights that are zero without being cut: initializer name to runs (see {@link Mask})
 */
public record PrunePlan(
    String heads,
    Map<String, Keep> groups,
    Map<String, float[]> constants,
    Map<String, Mask> masks) {
  public PrunePlan {
    groups = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    constants = java.util.Collections.unmodifiableMap(new TreeMap<>(constants));
    masks = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(masks));
  }

  /**
   * @param units of the group in the original
   * @param kept numbers of the units that stay, ascending
   */
  public record Keep(int units, int[] kept) {
    public List<Integer> cut() {
      return IntStream.range(0, units)
          .filter(u -> Arrays.binarySearch(kept, u) < 0)
          .boxed()
          .toList();
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Keep other && units == other.units && Arrays.equals(kept, other.kept);
    }

    @Override
    public int hashCode() {
      return 31 * units + Arrays.hashCode(kept);
    }

    @Override
    public String toString() {
      return kept.length + "/" + units + Arrays.toString(kept);
    }
  }

  /** A plan that keeps everything. */
  public static PrunePlan whole(String heads) {
    return new PrunePlan(heads, Map.of(), Map.of(), Map.of());
  }

  /** A plan that keeps the given units; groups that would lose none are left out. */
  public static PrunePlan keeping(String heads, Coupling coupling, Map<String, int[]> kept) {
    Map<String, Keep> groups = new LinkedHashMap<>();
    for (Group group : coupling.groups()) {
      int[] units = kept.get(group.name());
      if (units != null && units.length < group.units()) {
        groups.put(group.name(), new Keep(group.units(), units));
      }
    }
    return new PrunePlan(heads, groups, Map.of(), Map.of());
  }

  public PrunePlan withConstants(Map<String, float[]> changed) {
    return new PrunePlan(heads, groups, changed, masks);
  }

  public PrunePlan withMasks(Map<String, Mask> changed) {
    return new PrunePlan(heads, groups, constants, changed);
  }

  /** Whether nothing is cut or masked. */
  public boolean isWhole() {
    return groups.isEmpty() && masks.isEmpty();
  }

  /**
   * This plan followed by one made on its result: units and positions of {@code next} count what
   * this one keeps.
   *
   * @param original the coupling that this plan was made on
   */
  public PrunePlan then(PrunePlan next, Coupling original) {
    Map<String, Keep> composed = new LinkedHashMap<>(groups);
    next.groups.forEach(
        (name, keep) -> {
          Keep before = groups.get(name);
          composed.put(
              name,
              before == null
                  ? keep
                  : new Keep(
                      before.units(),
                      Arrays.stream(keep.kept()).map(u -> before.kept()[u]).toArray()));
        });
    return new PrunePlan(heads, composed, Constants.joined(this, next, original), next.masks);
  }
}
