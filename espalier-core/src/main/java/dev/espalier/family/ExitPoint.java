package dev.espalier.family;

import dev.espalier.model.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where one value carries everything: every way from the model's inputs to its outputs
 * passes it, but for what follows from the inputs for free.
 *
 * @param value its name
 * @param label of the node that makes it, for a person
 * @param shape as observed
 * @param rows axis along which the records lie
 * @param layout what the other axes mean
 * @param macs multiply–accumulate operations of one record before it
 * @param share of the model's such operations
 */
public record ExitPoint(
    String value,
    String label,
    Shapes.Observed shape,
    int rows,
    Layout layout,
    long macs,
    double share) {
  /** What the axes behind the records mean. */
  public enum Layout {
    /** Channels, then space. */
    CHANNELS,
    /** Steps, then features. */
    STEPS,
    /** Features alone. */
    FLAT
  }

  /** Name under which the value is handed on, with its records along axis 0. */
  public String carried() {
    return rows == 0 ? value : value + "/rows";
  }

  /** Axes of the value in the order in which they are handed on. */
  int[] order() {
    List<Integer> axes = new ArrayList<>(List.of(rows));
    for (int i = 0; i < shape.rank(); i++) {
      if (i != rows) {
        axes.add(i);
      }
    }
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Sizes behind the records as handed on; -1 where they vary. */
  int[] sizes() {
    int[] order = order();
    int[] sizes = new int[order.length - 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.varies(order[i + 1]) ? -1 : shape.a()[order[i + 1]];
    }
    return sizes;
  }
}
