package dev.espalier.coupling;

import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import dev.espalier.op.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A coupling as text that a person reads and tests compare: one line a group, a barrier, an end of
 * units and a residual block, each kind in the graph's order.
 *
 * <pre>
 * fc1, 8 units: made by fc1.weight:0; shifted by fc1.bias:0; read by fc2.weight:1; along fc1:1 relu:1
 * fc2, 5 units, barred (output: is the model's output y): made by fc2.weight:0; along y:1
 * barrier output y:1: is the model's output y
 * fc2 sums over relu:1
 * block add_4 can go
 * </pre>
 *
 * How units lie along an axis stands in brackets behind it (see {@link SlotText}).
 */
public final class CouplingText {
  private CouplingText() {}

  /**
   * The whole coupling; every line ends in a line break. Cost: one pass over the slots.
   *
   * @param coupling of a model
   * @return groups, blocks and barriers for a person
   */
  public static String of(Coupling coupling) {
    StringBuilder text = new StringBuilder();
    coupling.groups().forEach(g -> text.append(of(g)).append('\n'));
    coupling.barriers().forEach(b -> text.append(of(b)).append('\n'));
    text.append(ends(coupling));
    coupling.blocks().forEach(b -> text.append(of(b)).append('\n'));
    return text.toString();
  }

  /**
   * One group, without a line break.
   *
   * @param group of a model
   * @return the group for a person
   */
  public static String of(Group group) {
    Map<String, String> places = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      put(places, word(role), group, role);
    }
    put(places, "along", group, null);
    return group.name()
        + ", "
        + group.units()
        + (group.units() == 1 ? " unit" : " units")
        + (group.prunable() ? "" : ", barred (" + group.reason() + ")")
        + ": "
        + places.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining("; "));
  }

  private static void put(
      Map<String, String> places, String word, Group group, @Nullable Role role) {
    String slots =
        group.slots().stream()
            .filter(s -> s.role() == role)
            .map(s -> SlotText.of(s, group.units()))
            .collect(Collectors.joining(" "));
    if (!slots.isEmpty()) {
      places.put(word, slots);
    }
  }

  private static String word(Role role) {
    return switch (role) {
      case PRODUCES -> "made by";
      case CONSUMES -> "read by";
      case SCALES -> "scaled by";
      case SHIFTS -> "shifted by";
      case DESCRIBES -> "described by";
    };
  }

  private static String of(Barrier barrier) {
    return "barrier " + barrier.node() + " " + barrier.axis() + ": " + barrier.reason();
  }

  /** Sums over axes that hold no unit (pixels, a model's inputs) are left out. */
  private static String ends(Coupling coupling) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    coupling.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
    Set<Axis> held = coupling.slots().keySet();
    StringBuilder text = new StringBuilder();
    for (Consumption c : coupling.consumptions()) {
      Node node = nodes.get(c.node());
      Axis axis = node == null ? null : new Axis(node.input(c.input()), c.axis());
      if (node != null && axis != null && held.contains(axis)) {
        text.append(node.label() + " " + word(c.kind()) + " " + axis + "\n");
      }
    }
    return text.toString();
  }

  private static String word(Consumption.Kind kind) {
    return switch (kind) {
      case SUM -> "sums over";
      case MEAN -> "averages over";
      case NORMALISE, NORMALISE_GROUPS -> "normalises over";
      case ROOT_MEAN_SQUARE -> "takes the mean square over";
      case RECURRENT -> "feeds back";
    };
  }

  private static String of(ResidualBlock block) {
    return "block " + block.label() + (block.removable() ? " can go" : " stays: " + block.reason());
  }
}
