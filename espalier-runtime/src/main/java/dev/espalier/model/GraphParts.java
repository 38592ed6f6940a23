package dev.espalier.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inputs, initializers and nodes of a graph in the making, and the shapes of their values: the half
 * of {@link GraphBuilder} that knows no layers.
 */
abstract sealed class GraphParts permits GraphBuilder {
  private final String name;
  private final Weights weights;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final Map<String, int[]> shapes = new LinkedHashMap<>();

  GraphParts(String name, Weights weights) {
    this.name = name;
    this.weights = weights;
  }

  /**
   * A float input of these sizes behind a symbolic batch axis.
   *
   * @param value name of the value
   * @param sizes of the axes behind the batch
   * @return name of the input
   */
  public String input(String value, int... sizes) {
    return input(value, DType.FLOAT, sizes);
  }

  /**
   * An input of these sizes behind a symbolic batch axis; a size of -1 is symbolic too.
   *
   * @param value name of the value
   * @param type of its elements
   * @param sizes of the axes behind the batch
   * @return name of the input
   */
  public String input(String value, DType type, int... sizes) {
    ValueInfo.Dim[] dims = new ValueInfo.Dim[sizes.length + 1];
    dims[0] = ValueInfo.Dim.symbol("batch");
    for (int i = 0; i < sizes.length; i++) {
      dims[i + 1] =
          sizes[i] < 0 ? ValueInfo.Dim.symbol("axis" + (i + 1)) : ValueInfo.Dim.of(sizes[i]);
    }
    return input(ValueInfo.of(value, type, dims));
  }

  /**
   * An input exactly as stated.
   *
   * @param info name, type and axes
   * @return name of the input
   */
  public String input(ValueInfo info) {
    inputs.add(info);
    return shaped(info.name(), info.dims().stream().mapToInt(d -> (int) d.size()).toArray());
  }

  /**
   * {@return sizes of a value, -1 where known only at run time; throws where they were never
   * stated}
   *
   * @param value name of the value
   */
  public int[] shape(String value) {
    int[] shape = shapes.get(value);
    if (shape == null) {
      throw new IllegalArgumentException("shape of " + value + " is unknown: state it with shaped");
    }
    return shape.clone();
  }

  /** Sizes of a value; throws where it has fewer axes than what reads it wants. */
  int[] shape(String value, int axes, String reader) {
    int[] shape = shape(value);
    if (shape.length < axes) {
      throw new IllegalArgumentException(
          "%s has rank %d %s, and %s wants rank %d or more"
              .formatted(value, shape.length, Arrays.toString(shape), reader, axes));
    }
    return shape;
  }

  /**
   * States the sizes of a value, -1 where known only at run time; returns the value.
   *
   * @param value name of the value
   * @param sizes one an axis, -1 where known only at run time
   * @return the value's name
   */
  public String shaped(String value, int... sizes) {
    shapes.put(value, sizes.clone());
    return value;
  }

  /**
   * {@return number of channels: size of axis 1}
   *
   * @param value name of the value
   */
  public int channels(String value) {
    return shape(value, 2, "the axis of channels")[1];
  }

  /**
   * Adds an initializer; returns its name.
   *
   * @param value name of the value
   * @param tensor its content
   * @return the name
   */
  public String constant(String value, Tensor tensor) {
    if (initializers.put(value, tensor) != null) {
      throw new IllegalArgumentException("two initializers are named " + value);
    }
    return shaped(value, tensor.dims());
  }

  /**
   * Adds a one-dimensional int64 initializer.
   *
   * @param value name of the value
   * @param elements its content
   * @return name of the initializer
   */
  public String vector(String value, long... elements) {
    return constant(value, Tensor.vector(elements));
  }

  /**
   * Adds a float scalar as initializer.
   *
   * @param value name of the value
   * @param element its content
   * @return name of the initializer
   */
  public String scalar(String value, float element) {
    return constant(value, Tensor.floats(new float[] {element}));
  }

  /**
   * Adds a weight drawn by Kaiming's rule for this fan-in.
   *
   * @param value name of the value
   * @param fanIn how many inputs one output adds up
   * @param dims sizes of its axes
   * @return name of the initializer
   */
  public String weight(String value, int fanIn, int... dims) {
    return constant(value, weights.kaiming(fanIn, dims));
  }

  /**
   * Adds a parameter that starts at zero: a bias or a shift.
   *
   * @param value name of the value
   * @param dims sizes of its axes
   * @return name of the initializer
   */
  public String bias(String value, int... dims) {
    return constant(value, weights.zeros(dims));
  }

  /**
   * Adds a parameter that starts at one: a scale.
   *
   * @param value name of the value
   * @param dims sizes of its axes
   * @return name of the initializer
   */
  public String scale(String value, int... dims) {
    return constant(value, weights.ones(dims));
  }

  /**
   * {@return a name that is still free, made from an operator or any other stem}
   *
   * @param stem that the name begins with
   */
  public String unused(String stem) {
    int i = nodes.size();
    String candidate = stem + "_" + i;
    while (shapes.containsKey(candidate)) {
      candidate = stem + "_" + ++i;
    }
    return candidate;
  }

  /**
   * Any standard operator with one output and a name of its own choosing.
   *
   * @param op operator of ONNX's standard set
   * @param attributes of the operator, by name
   * @param values names of the values that are read
   * @return name of the value that is made
   */
  public String node(String op, Map<String, Attribute> attributes, String... values) {
    return node(op, unused(op.toLowerCase(Locale.ROOT)), attributes, values);
  }

  /**
   * Any standard operator with one output.
   *
   * @param op operator of ONNX's standard set
   * @param node its name
   * @param attributes of the operator, by name
   * @param values names of the values that are read
   * @return name of the value that is made
   */
  public String node(String op, String node, Map<String, Attribute> attributes, String... values) {
    add(op, List.of(values), attributes, List.of(node));
    List<int @Nullable []> known = new ArrayList<>();
    for (String value : values) {
      if (!value.isEmpty()) {
        known.add(shapes.get(value));
      }
    }
    int @Nullable [] inferred = BuilderShapes.infer(op, known);
    return inferred == null ? node : shaped(node, inferred);
  }

  /**
   * Any standard operator with outputs of these names; the node is named after the first.
   *
   * @param op operator of ONNX's standard set
   * @param values names of the values that are read
   * @param attributes of the operator, by name
   * @param results names of the outputs
   * @return names of the outputs
   */
  public List<String> add(
      String op, List<String> values, Map<String, Attribute> attributes, List<String> results) {
    nodes.add(new Node(results.get(0), "", op, values, results, attributes, new byte[0]));
    return results;
  }

  /** All of it as a graph with these outputs. */
  final Graph graph(GraphOutputs outputs) {
    return new Graph(
        name,
        nodes.stream().map(outputs::renamed).toList(),
        initializers,
        inputs,
        outputs.infos(this::shape),
        List.of());
  }
}
