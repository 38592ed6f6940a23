package dev.espalier.coupling;

import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be cut together in a model, and what cannot be cut.
 *
 * @param model the model, constants folded
 * @param shapes its observed shapes
 * @param groups in the graph's order; those that cannot be cut included
 * @param barriers why not, one line a cause
 * @param consumptions where units end
 * @param blocks residual blocks, in the graph's order; those that cannot go included
 */
public record Coupling(
    Model model,
    Shapes shapes,
    List<Group> groups,
    List<Barrier> barriers,
    List<Consumption> consumptions,
    List<ResidualBlock> blocks) {
  public Coupling {
    groups = List.copyOf(groups);
    barriers = List.copyOf(barriers);
    consumptions = List.copyOf(consumptions);
    blocks = List.copyOf(blocks);
  }

  /**
   * {@return the contents of a value that does not depend on the data: an initializer, or what
   * nodes make of some; null for any other}
   *
   * @param value its name
   */
  public @Nullable Tensor constant(String value) {
    Tensor tensor = model.graph().initializers().get(value);
    return tensor != null ? tensor : shapes.constants().get(value);
  }

  /** With more barriers. */
  Coupling with(List<Barrier> more) {
    List<Barrier> all = new ArrayList<>(barriers);
    all.addAll(more);
    return new Coupling(model, shapes, groups, all, consumptions, blocks);
  }

  /**
   * {@return the same of a model whose nodes, names and axes are the same}
   *
   * @param other model of the same structure
   * @param itsShapes observed of the other model
   */
  public Coupling of(Model other, Shapes itsShapes) {
    return new Coupling(other, itsShapes, groups, barriers, consumptions, blocks);
  }

  /** {@return groups that may be cut} */
  public List<Group> prunable() {
    return groups.stream().filter(Group::prunable).toList();
  }

  /**
   * {@return the group of this name; null if there is none}
   *
   * @param name of the group
   */
  public @Nullable Group group(String name) {
    return groups.stream().filter(g -> g.name().equals(name)).findFirst().orElse(null);
  }

  /** {@return blocks that may go} */
  public List<ResidualBlock> removable() {
    return blocks.stream().filter(ResidualBlock::removable).toList();
  }

  /**
   * {@return the named blocks in the graph's order} Throws {@link IllegalArgumentException} where
   * one is no block of this model, or may not go.
   *
   * @param names of residual blocks
   */
  public List<ResidualBlock> removable(Collection<String> names) {
    for (String name : names) {
      ResidualBlock block =
          blocks.stream().filter(b -> b.name().equals(name)).findFirst().orElse(null);
      if (block == null || !block.removable()) {
        throw new IllegalArgumentException(
            block == null
                ? "the model has no residual block " + name
                : "the residual block " + name + " may not go: " + block.reason());
      }
    }
    return blocks.stream().filter(b -> names.contains(b.name())).toList();
  }

  /** {@return all slots by axis: an axis may hold units of several groups (Concat)} */
  public Map<Axis, Map<Group, Slot>> slots() {
    Map<Axis, Map<Group, Slot>> map = new LinkedHashMap<>();
    for (Group group : groups) {
      for (Slot slot : group.slots()) {
        map.computeIfAbsent(slot.axis(), k -> new LinkedHashMap<>()).put(group, slot);
      }
    }
    return Collections.unmodifiableMap(map);
  }
}
