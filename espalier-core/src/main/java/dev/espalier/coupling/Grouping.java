package dev.espalier.coupling;

import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.op.Axis;
import dev.espalier.op.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads units off settled labels: labels with the same set of axes form a group; pins make
 * barriers.
 */
final class Grouping {
  private final Model model;
  private final Shapes shapes;
  private final Labels labels;
  private final Map<Integer, Labels.Pin> pinned = new TreeMap<>();
  private final Map<Integer, List<Axis>> axesOf = new TreeMap<>();

  Grouping(Model model, Shapes shapes, Labels labels) {
    this.model = model;
    this.shapes = shapes;
    this.labels = labels;
  }

  Coupling coupling() {
    Set<Integer> made = madeByParameters();
    collectPins();
    collectAxes(made);
    Map<List<Axis>, List<Integer>> bySignature = new LinkedHashMap<>();
    axesOf.forEach(
        (unit, axes) -> bySignature.computeIfAbsent(axes, k -> new ArrayList<>()).add(unit));
    List<Group> groups = new ArrayList<>();
    Set<Barrier> barriers = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    Map<String, Reader> readers = readers();
    bySignature.forEach(
        (axes, units) -> {
          for (List<Integer> part : byPin(units)) {
            groups.add(group(axes, part, names, readers));
            Labels.Pin pin = pinned.get(part.get(0));
            if (pin != null) {
              barriers.add(new Barrier(pin.node(), pin.axis().toString(), reason(pin)));
            }
          }
        });
    List<ResidualBlock> blocks = new ResidualBlocks(model.graph(), shapes, groups).all();
    return new Coupling(
        model, shapes, groups, List.copyOf(barriers), labels.consumptions(), blocks);
  }

  /** Units that some parameter makes; others (pixels, batches, kernels) are of no interest. */
  private Set<Integer> madeByParameters() {
    Set<Integer> made = new LinkedHashSet<>();
    labels
        .roles()
        .forEach(
            (axis, role) -> {
              if (role == Role.PRODUCES) {
                for (int i = 0; i < labels.length(axis); i++) {
                  made.add(labels.label(axis, i));
                }
              }
            });
    return made;
  }

  private void collectPins() {
    for (Labels.Pin pin : labels.pins()) {
      for (int i = 0; i < labels.length(pin.axis()); i++) {
        pinned.merge(
            labels.label(pin.axis(), i), pin, (old, other) -> old.reason().isEmpty() ? other : old);
      }
    }
  }

  private void collectAxes(Set<Integer> made) {
    for (Axis axis : labels.axes()) {
      Integer last = null;
      for (int i = 0; i < labels.length(axis); i++) {
        int unit = labels.label(axis, i);
        if ((last == null || unit != last) && made.contains(unit)) {
          List<Axis> axes = axesOf.computeIfAbsent(unit, k -> new ArrayList<>());
          if (axes.isEmpty() || !axes.get(axes.size() - 1).equals(axis)) {
            axes.add(axis);
          }
        }
        last = unit;
      }
    }
  }

  private List<List<Integer>> byPin(List<Integer> units) {
    Map<Labels.Pin, List<Integer>> parts = new LinkedHashMap<>();
    Labels.Pin free = new Labels.Pin("", new Axis("", 0), "");
    units.forEach(
        u -> parts.computeIfAbsent(pinned.getOrDefault(u, free), k -> new ArrayList<>()).add(u));
    return List.copyOf(parts.values());
  }

  private Group group(
      List<Axis> axes, List<Integer> units, Set<String> names, Map<String, Reader> readers) {
    Map<Integer, Integer> number = new LinkedHashMap<>();
    units.forEach(u -> number.put(u, number.size()));
    List<Slot> slots = new ArrayList<>();
    for (Axis axis : axes) {
      int[] positions = new int[labels.length(axis)];
      Arrays.setAll(positions, i -> number.getOrDefault(labels.label(axis, i), -1));
      slots.add(new Slot(axis, labels.roles().get(axis), positions));
    }
    Labels.Pin pin = pinned.get(units.get(0));
    boolean single = units.size() < 2;
    String reason =
        pin != null ? pin.node() + ": " + reason(pin) : single ? "has one unit only" : "";
    return new Group(
        unique(name(slots, readers), names), units.size(), slots, pin == null && !single, reason);
  }

  private static String reason(Labels.Pin pin) {
    return pin.reason().isEmpty() ? "the axis belongs to space, time or batch" : pin.reason();
  }

  /**
   * The label of the first node, in the graph's order, that reads a producing parameter of the
   * group.
   */
  private String name(List<Slot> slots, Map<String, Reader> readers) {
    String best = "";
    int order = Integer.MAX_VALUE;
    for (Slot slot : slots) {
      Reader reader = readers.get(slot.axis().value());
      if (slot.role() == Role.PRODUCES && reader != null && reader.order() < order) {
        order = reader.order();
        best = reader.node().label();
      }
    }
    return best;
  }

  /** The first node that reads a value, and its place in the graph. */
  private record Reader(Node node, int order) {}

  private Map<String, Reader> readers() {
    Map<String, Reader> map = new LinkedHashMap<>();
    int order = 0;
    for (Node node : model.graph().nodes()) {
      Reader reader = new Reader(node, order++);
      node.inputs().forEach(i -> map.putIfAbsent(i, reader));
    }
    return map;
  }

  private static String unique(String name, Set<String> taken) {
    String candidate = name;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = name + "#" + i;
    }
    return candidate;
  }
}
