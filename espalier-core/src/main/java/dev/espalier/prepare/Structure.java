package dev.espalier.prepare;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compares what two models compute but for the values of their weights. */
public final class Structure {
  private static final Set<DType> EIGHT_BITS = Set.of(DType.INT8, DType.UINT8);

  /** QuantizeLinear, DequantizeLinear and MatMulInteger have none before their third input. */
  private static final int FIRST_ZERO_POINT = 2;

  private Structure() {}

  /**
   * {@return the first difference in nodes, wiring, attributes, shapes of weights or values of
   * integer constants that are no weights in fewer bits; empty for none}
   *
   * @param expected what the model should be
   * @param actual what it is
   */
  public static String difference(Model expected, Model actual) {
    return difference(expected, actual, false);
  }

  /**
   * {@return the same, where the values of weights count as well, to the last bit}
   *
   * @param expected what the model should be
   * @param actual what it is
   */
  public static String anyDifference(Model expected, Model actual) {
    return difference(expected, actual, true);
  }

  private static String difference(Model expected, Model actual, boolean exact) {
    Graph a = expected.graph();
    Graph b = actual.graph();
    if (!names(a.dataInputs()).equals(names(b.dataInputs()))
        || !names(a.outputs()).equals(names(b.outputs()))) {
      return "inputs or outputs are named otherwise";
    }
    if (a.nodes().size() != b.nodes().size()) {
      return "there are " + b.nodes().size() + " nodes where the plan gives " + a.nodes().size();
    }
    for (int i = 0; i < a.nodes().size(); i++) {
      String one = difference(a, a.nodes().get(i), b, b.nodes().get(i), exact);
      if (!one.isEmpty()) {
        return one;
      }
    }
    return "";
  }

  private static List<String> names(List<ValueInfo> values) {
    return values.stream().map(ValueInfo::name).toList();
  }

  private static String difference(Graph a, Node expected, Graph b, Node actual, boolean exact) {
    boolean same =
        expected.op().equals(actual.op())
            && expected.domain().equals(actual.domain())
            && expected.outputs().equals(actual.outputs())
            && expected.inputs().size() == actual.inputs().size();
    if (!same) {
      return "node "
          + actual.label()
          + " ("
          + actual.op()
          + ") stands where the plan gives "
          + expected.label()
          + " ("
          + expected.op()
          + ")";
    }
    if (!attributes(expected.attributes(), actual.attributes())) {
      return "node " + actual.label() + " has other attributes than the plan gives it";
    }
    for (int i = 0; i < expected.inputs().size(); i++) {
      boolean values = exact || !roundedWeights(a, expected, i);
      String one = difference(a, expected.input(i), b, actual.input(i), exact, values);
      if (!one.isEmpty()) {
        return "node " + actual.label() + ": " + one;
      }
    }
    return "";
  }

  /**
   * Whether an input holds weights as integers: a constant of 8 bits that is no zero point, or what
   * DequantizeLinear turns into floats.
   */
  private static boolean roundedWeights(Graph graph, Node node, int input) {
    Tensor constant = graph.initializers().get(node.input(input));
    return constant != null
        && input < FIRST_ZERO_POINT
        && (node.is("DequantizeLinear") || EIGHT_BITS.contains(constant.type()));
  }

  /** Constants may have other names, values may not. */
  private static String difference(
      Graph a, String expected, Graph b, String actual, boolean exact, boolean values) {
    Tensor first = a.initializers().get(expected);
    Tensor second = b.initializers().get(actual);
    if (first == null || second == null) {
      return first == null && second == null && expected.equals(actual)
          ? ""
          : "reads " + actual + ", not " + expected;
    }
    if (first.type() != second.type() || !Arrays.equals(first.dims(), second.dims())) {
      return actual + " is " + second + ", not " + first;
    }
    boolean weights = first.type().floating() && !exact || !values;
    return weights || first.equals(second) ? "" : actual + " holds other values";
  }

  private static boolean attributes(
      Map<String, Attribute> expected, Map<String, Attribute> actual) {
    return expected.keySet().equals(actual.keySet())
        && expected.entrySet().stream()
            .allMatch(e -> equal(e.getValue(), Objects.requireNonNull(actual.get(e.getKey()))));
  }

  private static boolean equal(Attribute expected, Attribute actual) {
    return expected instanceof Attribute.Opaque a && actual instanceof Attribute.Opaque b
        ? Arrays.equals(a.bytes(), b.bytes())
        : expected.equals(actual);
  }
}
