package dev.espalier.recurrence;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the main graph's values: constants, zeros, and numbers that follow a length. */
final class Outside {
  /** Choose among the first operand's elements, or repeat them. */
  private static final Set<String> CHOOSING =
      Set.of("Expand", "Gather", "Slice", "Tile", "Transpose");

  /** Up to here float32 holds every whole number. */
  private static final long EXACT = 1 << 24;

  private final Graph graph;
  private final Shapes shapes;
  private final Map<String, Node> producers;
  private final Set<String> unpacked = new HashSet<>();
  private final Set<String> zeros = new HashSet<>();

  Outside(Graph graph, Shapes shapes) {
    this.graph = graph;
    this.shapes = shapes;
    this.producers = graph.producers();
    for (Node node : graph.nodes()) {
      if (node.is("DequantizeLinear") || node.inputs().stream().anyMatch(unpacked::contains)) {
        unpacked.addAll(node.outputs());
      }
      if (makesZeros(node)) {
        zeros.add(node.output(0));
      }
    }
  }

  Shapes.@Nullable Observed shape(String value) {
    return shapes.get(value);
  }

  /** The value, where it is constant and no quantised weights are unpacked for it; else null. */
  @Nullable Tensor constant(String value) {
    Tensor stated = graph.initializers().get(value);
    Tensor tensor = stated == null ? shapes.constants().get(value) : stated;
    return tensor == null || tensor.opaque() || unpacked.contains(value) ? null : tensor;
  }

  /** Whether all elements are 0 at any size. */
  boolean zero(String value) {
    Tensor constant = constant(value);
    return constant == null ? zeros.contains(value) : zero(constant);
  }

  private boolean makesZeros(Node node) {
    if (node.is("ConstantOfShape")) {
      return !(node.attributes().get("value") instanceof Attribute.TensorValue filled)
          || zero(filled.value());
    }
    boolean passes =
        OperatorFamilies.SAME_ELEMENTS.contains(node.op()) || CHOOSING.contains(node.op());
    return node.domain().isEmpty() && passes && zero(node.input(0));
  }

  private static boolean zero(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if (tensor.number(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whole numbers that are constant or follow from the length of this axis, by the name of their
   * value. Cost: one pass.
   */
  Map<String, Count> counts(Axis time) {
    Map<String, Count> counts = new HashMap<>();
    graph.initializers().keySet().forEach(value -> put(counts, value, number(value)));
    for (Node node : graph.nodes()) {
      for (String value : node.outputs()) {
        Count constant = number(value);
        put(counts, value, constant == null ? follows(node, counts, time) : constant);
      }
    }
    return counts;
  }

  private static void put(Map<String, Count> counts, String value, @Nullable Count count) {
    if (count != null) {
      counts.put(value, count);
    }
  }

  private @Nullable Count number(String value) {
    Tensor constant = constant(value);
    return constant == null ? null : number(constant);
  }

  /** The one whole number that it holds, of whatever type; null where it holds none. */
  static @Nullable Count number(Tensor constant) {
    if (constant.size() != 1) {
      return null;
    } else if (integer(constant)) {
      return Count.of(constant.longs()[0]);
    }
    double number = constant.type() == DType.FLOAT ? constant.number(0) : Double.NaN;
    return Math.rint(number) == number && Math.abs(number) < EXACT ? Count.of((long) number) : null;
  }

  static boolean integer(Tensor tensor) {
    return tensor.type() == DType.INT64 || tensor.type() == DType.INT32;
  }

  private @Nullable Count follows(Node node, Map<String, Count> counts, Axis time) {
    if (!node.domain().isEmpty() || !single(node.output(0))) {
      return null;
    } else if (OperatorFamilies.SAME_ELEMENTS.contains(node.op())) {
      return counts.get(node.input(0));
    }
    return switch (node.op()) {
      case "Add", "Sub" -> {
        Count a = counts.get(node.input(0));
        Count b = counts.get(node.input(1));
        yield a == null || b == null ? null : node.is("Add") ? a.plus(b) : a.minus(b);
      }
      case "Gather", "Slice" -> chosen(node, time);
      case "Shape" -> size(node.input(0), node.intAttr("start", 0), time);
      default -> null;
    };
  }

  private boolean single(String value) {
    Shapes.Observed seen = shapes.get(value);
    return seen != null && Dims.size(seen.a()) == 1 && Dims.size(seen.b()) == 1;
  }

  /** One element of what a Shape gives. */
  private @Nullable Count chosen(Node node, Axis time) {
    Node shape = producers.get(node.input(0));
    while (shape != null && (shape.is("Cast") || shape.is("Identity"))) {
      shape = producers.get(shape.input(0));
    }
    Count index = number(node.input(1));
    return shape == null || !shape.is("Shape") || shape.intAttr("start", 0) != 0 || index == null
        ? null
        : size(shape.input(0), index.fixed(), time);
  }

  /** The length of an axis; null where it varies otherwise than that of the sequences. */
  @Nullable Count size(String value, long axis, Axis time) {
    Shapes.Observed seen = shapes.get(value);
    int at = seen == null ? -1 : Dims.axis(axis, seen.rank());
    if (seen == null || at < 0 || at >= seen.rank()) {
      return null;
    } else if (!seen.varies(at)) {
      return Count.of(seen.a()[at]);
    }
    Shapes.Observed sequence = shapes.get(time.value());
    return sequence != null && seen.sameAxis(at, sequence, time.index()) ? Count.length() : null;
  }

  /** An axis of a value of the main graph. */
  record Axis(String value, int index) {}
}
