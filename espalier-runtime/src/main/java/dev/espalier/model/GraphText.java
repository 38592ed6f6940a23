package dev.espalier.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A model as text that a person reads and tests compare: one line an input, a node and an output,
 * in the graph's order.
 *
 * <pre>
 * net, opset 17
 * input x FLOAT[batch,3,16,16]
 * y = Conv(x, w[8x3x3x3], b[8]) pads=[1,1,1,1]
 * output y FLOAT[batch,8,16,16]
 * </pre>
 *
 * <p>Constants show their sizes where they are read; few integers and single numbers show their
 * values, as in {@code sizes{0,-1}}.
 */
public final class GraphText {
  /** Longer vectors of integers are shown by their size. */
  private static final int SHOWN = 8;

  private GraphText() {}

  /**
   * The whole model; every line ends in a line break. Cost: one pass.
   *
   * @param model as it came
   * @return one line a node, behind those of inputs, outputs and initializers
   */
  public static String of(Model model) {
    Graph graph = model.graph();
    StringBuilder text = new StringBuilder(graph.name() + ", opset " + model.opset() + "\n");
    graph.dataInputs().forEach(i -> text.append("input ").append(of(i)).append('\n'));
    graph.nodes().forEach(n -> text.append(of(n, graph.initializers())).append('\n'));
    graph.outputs().forEach(o -> text.append("output ").append(of(o)).append('\n'));
    return text.toString();
  }

  /**
   * One node, without a line break; the name follows where it is not that of the value.
   *
   * @param node to be shown
   * @param constants initializers by name, of which short ones are shown by their content
   * @return the node as text
   */
  public static String of(Node node, Map<String, Tensor> constants) {
    String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
    String inputs =
        node.inputs().stream().map(v -> value(v, constants)).collect(Collectors.joining(", "));
    StringBuilder attributes = new StringBuilder();
    new TreeMap<>(node.attributes())
        .forEach((name, a) -> attributes.append(' ').append(name).append('=').append(of(a)));
    String name = node.label().equals(node.key()) ? "" : " # " + node.name();
    return named(node.outputs())
        + " = "
        + domain
        + node.op()
        + "("
        + inputs
        + ")"
        + attributes
        + name;
  }

  private static String named(List<String> outputs) {
    return outputs.stream().map(o -> o.isEmpty() ? "_" : o).collect(Collectors.joining(", "));
  }

  private static String of(ValueInfo info) {
    String dims = info.dims().stream().map(Object::toString).collect(Collectors.joining(","));
    return info.name() + " " + info.type() + (info.ranked() ? "[" + dims + "]" : "");
  }

  private static String value(String name, Map<String, Tensor> constants) {
    Tensor constant = constants.get(name);
    return name.isEmpty() ? "_" : constant == null ? name : name + of(constant);
  }

  private static String of(Tensor tensor) {
    if (tensor.type() == DType.INT64 && tensor.rank() < 2 && tensor.size() <= SHOWN) {
      return braced(Arrays.stream(tensor.longs()).boxed().toList());
    }
    if (tensor.type() == DType.FLOAT && tensor.size() == 1) {
      return braced(List.of(tensor.floats()[0]));
    }
    String type = tensor.type() == DType.FLOAT ? "" : tensor.type() + " ";
    String dims =
        Arrays.stream(tensor.dims()).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    return "[" + type + dims + "]";
  }

  private static String braced(List<? extends Number> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
  }

  private static String of(Attribute attribute) {
    if (attribute instanceof Attribute.IntValue v) {
      return Long.toString(v.value());
    } else if (attribute instanceof Attribute.FloatValue v) {
      return Float.toString(v.value());
    } else if (attribute instanceof Attribute.StringValue v) {
      return v.value();
    } else if (attribute instanceof Attribute.TensorValue v) {
      return of(v.value());
    } else if (attribute instanceof Attribute.Ints v) {
      return listed(v.values());
    } else if (attribute instanceof Attribute.Floats v) {
      return listed(v.values());
    } else if (attribute instanceof Attribute.Strings v) {
      return listed(v.values());
    }
    return "<carried as bytes>";
  }

  private static String listed(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
