package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * @param removed names of residual blocks that go, in the graph's order; plans written before there
 *     were any lack it
 */
public record PrunePlan(
    String heads,
    Map<String, Keep> groups,
    Map<String, float[]> constants,
    Map<String, Mask> masks,
    List<String> removed) {
  public PrunePlan {
    groups = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    constants = java.util.Collections.unmodifiableMap(new TreeMap<>(constants));
    masks = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(masks));
    removed = Objects.requireNonNullElse(removed, List.<String>of()).stream().toList();
  }

  /**
   * Which units of one group stay.
   *
   * @param units of the group in the original
   * @param kept numbers of the units that stay, ascending
   */
  public record Keep(int units, int[] kept) {
    /** {@return numbers of the units that go, ascending} */
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

  /**
   * {@return a plan that keeps everything}
   *
   * @param heads what a unit of attention is: {@code blocks} or {@code positions}
   */
  public static PrunePlan whole(String heads) {
    return new PrunePlan(heads, Map.of(), Map.of(), Map.of(), List.of());
  }

  /**
   * {@return a plan that keeps the given units; groups that would lose none are left out}
   *
   * @param heads what a unit of attention is: {@code blocks} or {@code positions}
   * @param coupling of the model that is cut
   * @param kept numbers of the kept units by group, ascending
   */
  public static PrunePlan keeping(String heads, Coupling coupling, Map<String, int[]> kept) {
    Map<String, Keep> groups = new LinkedHashMap<>();
    for (Group group : coupling.groups()) {
      int[] units = kept.get(group.name());
      if (units != null && units.length < group.units()) {
        groups.put(group.name(), new Keep(group.units(), units));
      }
    }
    return new PrunePlan(heads, groups, Map.of(), Map.of(), List.of());
  }

  /**
   * {@return the same with other constants that cut units leave behind}
   *
   * @param changed one number a position, by name of the consumption
   */
  public PrunePlan withConstants(Map<String, float[]> changed) {
    return new PrunePlan(heads, groups, changed, masks, removed);
  }

  /**
   * {@return the same with other masks}
   *
   * @param changed by name of the initializer
   */
  public PrunePlan withMasks(Map<String, Mask> changed) {
    return new PrunePlan(heads, groups, constants, changed, removed);
  }

  /**
   * {@return the plan with these blocks gone} What it says of units and consumers that go with them
   * is left out. Throws {@link IllegalArgumentException} where a block is none of the model's.
   *
   * @param blocks names of residual blocks
   * @param coupling of the model that is cut
   */
  public PrunePlan without(Collection<String> blocks, Coupling coupling) {
    Remains remains = Remains.of(coupling, blocks);
    Map<String, Keep> stay = new LinkedHashMap<>(groups);
    coupling.groups().stream().filter(g -> !remains.holds(g)).forEach(g -> stay.remove(g.name()));
    Map<String, float[]> fold = new LinkedHashMap<>(constants);
    coupling.consumptions().stream()
        .filter(c -> !remains.nodes().contains(c.node()))
        .forEach(c -> fold.remove(Folding.key(c)));
    List<String> gone = coupling.removable(blocks).stream().map(ResidualBlock::name).toList();
    return new PrunePlan(heads, stay, fold, masks, gone);
  }

  /** {@return how many units each group keeps that loses any; 0 by residual block that goes} */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    removed.forEach(block -> counts.put(block, 0));
    groups.forEach((name, keep) -> counts.put(name, keep.kept().length));
    return counts;
  }

  /** {@return whether nothing is cut or masked} */
  public boolean isWhole() {
    return groups.isEmpty() && masks.isEmpty() && removed.isEmpty();
  }

  /**
   * {@return whether everything that this plan keeps of a model another one keeps as well}
   *
   * @param larger the other plan
   * @param coupling that both were made on
   */
  public boolean nestsIn(PrunePlan larger, Coupling coupling) {
    Remains remains = Remains.of(coupling, removed);
    for (Group group : coupling.groups()) {
      Keep wide = larger.groups.get(group.name());
      Keep narrow = groups.get(group.name());
      boolean stays = remains.holds(group);
      if (stays && wide != null && (narrow == null || !keepsAll(wide, narrow))) {
        return false;
      }
    }
    return removed.containsAll(larger.removed);
  }

  /**
   * {@return whether another plan keeps the same of a model, whatever it leaves for what is cut}
   *
   * @param other plan for the same model
   */
  public boolean keepsAs(PrunePlan other) {
    return groups.equals(other.groups)
        && removed.equals(other.removed)
        && zeros().equals(other.zeros());
  }

  private Map<String, String> zeros() {
    Map<String, String> zeros = new TreeMap<>();
    masks.forEach((name, mask) -> zeros.put(name, mask.zeros()));
    return zeros;
  }

  private static boolean keepsAll(Keep wide, Keep narrow) {
    return Arrays.stream(narrow.kept()).allMatch(u -> Arrays.binarySearch(wide.kept(), u) >= 0);
  }

  /**
   * This plan followed by one made on its result: units and positions of {@code next} count what
   * this one keeps.
   *
   * @param next plan made on this one's result
   * @param original the coupling that this plan was made on
   * @param current the coupling that {@code next} was made on
   * @return one plan that does both
   * @throws IllegalArgumentException if {@code next} cuts a group that {@link Lineage} does not
   *     know
   */
  public PrunePlan then(PrunePlan next, Coupling original, Coupling current) {
    Lineage lineage = new Lineage(original, this, current);
    Map<String, Keep> composed = new LinkedHashMap<>(groups);
    next.groups.forEach(
        (name, keep) -> {
          Lineage.Origin origin = lineage.require(name);
          int[] kept = Arrays.stream(keep.kept()).map(u -> origin.units()[u]).sorted().toArray();
          composed.put(origin.group(), new Keep(origin.of(), kept));
        });
    Set<String> gone = new LinkedHashSet<>(removed);
    gone.addAll(next.removed);
    return new PrunePlan(
            heads, composed, CutConstants.joined(this, next, original), next.masks, List.of())
        .without(gone, original);
  }
}
