package dev.espalier.coupling;

import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.op.Axis;
import dev.espalier.op.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads units off settled labels: labels with the same set of axes, and equally many positions of
 * each, form a group; pins make barriers.
 */
final class Grouping {
  private final Model model;
  private final Shapes shapes;
  private final Labels labels;
  private final Pins pins;
  private final BitSet made = new BitSet();
  private final Map<Held, Held> layouts = new HashMap<>();

  Grouping(Model model, Shapes shapes, Labels labels) {
    this.model = model;
    this.shapes = shapes;
    this.labels = labels;
    this.pins = new Pins(labels);
  }

  Coupling coupling() {
    madeByParameters();
    List<List<Integer>> parts = new ArrayList<>();
    bySignature().forEach(units -> parts.addAll(byPin(units)));
    List<List<Slot>> slots = slots(parts);
    List<Group> groups = new ArrayList<>();
    Set<Barrier> barriers = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    Map<String, Reader> readers = readers();
    for (int i = 0; i < parts.size(); i++) {
      Labels.Pin pin = pins.of(parts.get(i).get(0));
      groups.add(group(slots.get(i), parts.get(i).size(), pin, names, readers));
      if (pin != null) {
        barriers.add(new Barrier(pin.node(), pin.axis().toString(), reason(pin)));
      }
    }
    List<ResidualBlock> blocks = new ResidualBlocks(model.graph(), shapes, groups).all();
    return new Coupling(
        model, shapes, groups, List.copyOf(barriers), labels.consumptions(), blocks);
  }

  /** Units that some parameter makes; others (pixels, batches, kernels) are of no interest. */
  private void madeByParameters() {
    labels
        .roles()
        .forEach(
            (axis, role) -> {
              if (role == Role.PRODUCES) {
                int base = labels.base(axis);
                for (int i = 0; i < labels.length(axis); i++) {
                  made.set(labels.unit(base + i));
                }
              }
            });
  }

  /**
   * Units that lie along the same axes at equally many positions, together. Each axis splits those
   * that it holds from those that it does not, and by how often; a class of units is known by the
   * class before the last axis, that axis and the number of positions.
   */
  private Collection<List<Integer>> bySignature() {
    int[] classes = new int[labels.count()];
    int[] positions = new int[labels.count()];
    Map<AxisStep, Integer> numbers = new HashMap<>();
    for (Axis axis : labels.axes()) {
      int base = labels.base(axis);
      int end = base + labels.length(axis);
      for (int i = base; i < end; i++) {
        positions[labels.unit(i)]++;
      }
      for (int i = base; i < end; i++) {
        int unit = labels.unit(i);
        if (made.get(unit) && positions[unit] > 0) {
          AxisStep way = new AxisStep(classes[unit], base, positions[unit]);
          classes[unit] = numbers.computeIfAbsent(way, k -> numbers.size() + 1);
        }
        positions[unit] = 0;
      }
    }
    Map<Integer, List<Integer>> units = new LinkedHashMap<>();
    made.stream().forEach(u -> units.computeIfAbsent(classes[u], k -> new ArrayList<>()).add(u));
    return units.values();
  }

  /** From a class of units, by an axis (its first label) that holds each so often, to another. */
  private record AxisStep(int from, int axis, int positions) {}

  /** Where the units of each group lie, axis by axis. */
  private List<List<Slot>> slots(List<List<Integer>> groups) {
    int[] group = new int[labels.count()];
    int[] number = new int[labels.count()];
    List<List<Slot>> slots = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      slots.add(new ArrayList<>());
      for (int u = 0; u < groups.get(g).size(); u++) {
        group[groups.get(g).get(u)] = g;
        number[groups.get(g).get(u)] = u;
      }
    }
    for (Axis axis : labels.axes()) {
      Map<Integer, Held.Builder> held = new TreeMap<>();
      int length = labels.length(axis);
      int base = labels.base(axis);
      for (int i = 0; i < length; i++) {
        int unit = labels.unit(base + i);
        if (made.get(unit)) {
          held.computeIfAbsent(group[unit], k -> new Held.Builder(length)).add(i, number[unit]);
        }
      }
      held.forEach(
          (g, builder) -> {
            Held layout = builder.build();
            Held known = layouts.computeIfAbsent(layout, k -> layout);
            slots.get(g).add(new Slot(axis, labels.roles().get(axis), known));
          });
    }
    return slots;
  }

  private List<List<Integer>> byPin(List<Integer> units) {
    Map<Labels.Pin, List<Integer>> parts = new LinkedHashMap<>();
    Labels.Pin free = new Labels.Pin("", new Axis("", 0), "");
    for (int unit : units) {
      Labels.Pin pin = pins.of(unit);
      parts.computeIfAbsent(pin == null ? free : pin, k -> new ArrayList<>()).add(unit);
    }
    return List.copyOf(parts.values());
  }

  private Group group(
      List<Slot> slots,
      int units,
      Labels.@Nullable Pin pin,
      Set<String> names,
      Map<String, Reader> readers) {
    boolean single = units < 2;
    String reason =
        pin != null ? pin.node() + ": " + reason(pin) : single ? "has one unit only" : "";
    return new Group(
        unique(name(slots, readers), names), units, slots, pin == null && !single, reason);
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
      boolean makes = slot.role() == Role.PRODUCES && !labels.inherited(slot.axis());
      if (makes && reader != null && reader.order() < order) {
        order = reader.order();
        best = reader.node().label();
      }
    }
    return best;
  }

  /** The first node that computes with a value, and its place in the graph. */
  private record Reader(Node node, int order) {}

  private Map<String, Reader> readers() {
    Map<String, Reader> map = new LinkedHashMap<>();
    int order = 0;
    for (Node node : model.graph().nodes()) {
      Reader reader = new Reader(node, order++);
      if (!shapes.constants().containsKey(node.key())) {
        node.inputs().forEach(i -> map.putIfAbsent(i, reader));
      }
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
