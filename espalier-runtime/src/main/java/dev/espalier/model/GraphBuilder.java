package dev.espalier.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a float32 model in a few lines: opset 17, IR version 8, weights drawn from a seed.
 *
 * <pre>{@code
 * GraphBuilder g = GraphBuilder.fresh("net", 1);
 * String x = g.input("x", 1, 28, 28);
 * x = g.relu(g.batchNorm("bn1", g.conv("conv1", x, ConvSpec.of(16, 3).withoutBias())));
 * x = g.gemm("fc", g.flatten(g.maxPool(x, 2, 2)), 10);
 * Model model = g.output(x, "logits").build();
 * }</pre>
 *
 * <p>Every method that adds a node returns the name of its value, which is the node's name too.
 * Shapes are followed for the layers offered here; after {@link #node} with any but an elementwise
 * operator state them with {@link #shaped}. The same calls with the same seed give the same model.
 * Wrong use (unknown value, shapes that do not fit) throws {@link IllegalArgumentException}.
 */
public final class GraphBuilder {
  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;

  private final String name;
  private final Weights weights;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private final Map<String, DType> outputTypes = new LinkedHashMap<>();
  private final Map<String, int[]> shapes = new LinkedHashMap<>();

  private GraphBuilder(String name, Weights weights) {
    this.name = name;
    this.weights = weights;
  }

  /**
   * For training: Kaiming weights, biases 0, normalisations that change nothing.
   *
   * @param name of the graph
   * @param seed of what is drawn
   * @return an empty graph to add to
   */
  public static GraphBuilder fresh(String name, long seed) {
    return new GraphBuilder(name, new Weights(seed, false));
  }

  /**
   * As if trained: biases, scales, shifts and running statistics are drawn at random too.
   *
   * @param name of the graph
   * @param seed of what is drawn
   * @return an empty graph to add to
   */
  public static GraphBuilder settled(String name, long seed) {
    return new GraphBuilder(name, new Weights(seed, true));
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
    return shape(value)[1];
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
    return node(op, unused(op.toLowerCase(java.util.Locale.ROOT)), attributes, values);
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

  /**
   * Convolution over all axes behind the channels.
   *
   * @param node name of the node, and stem of its parameters' names
   * @param x name of the value that is read
   * @param spec sizes of windows, steps, padding and groups
   * @return name of the value that is made
   */
  public String conv(String node, String x, ConvSpec spec) {
    int[] in = shape(x);
    int spatial = in.length - 2;
    int[] kernel = filled(spatial, spec.kernel());
    int perGroup = in[1] / spec.groups();
    List<String> values = new ArrayList<>(List.of(x));
    int[] dims = prefixed(new int[] {spec.channels(), perGroup}, kernel);
    values.add(weight(node + ".weight", perGroup * Dims.size(kernel), dims));
    if (spec.bias()) {
      values.add(bias(node + ".bias", spec.channels()));
    }
    add("Conv", values, window(spec, spatial), List.of(node));
    return slid(node, x, spec);
  }

  /**
   * Transposed convolution (2-D weight layout in, out / groups, kernel...), without output padding.
   *
   * @param node name of the node, and stem of its parameters' names
   * @param x name of the value that is read
   * @param spec sizes of windows, steps, padding and groups
   * @return name of the value that is made
   */
  public String convTranspose(String node, String x, ConvSpec spec) {
    int[] in = shape(x);
    int spatial = in.length - 2;
    int[] kernel = filled(spatial, spec.kernel());
    int[] dims = prefixed(new int[] {in[1], spec.channels() / spec.groups()}, kernel);
    List<String> values = new ArrayList<>(List.of(x));
    values.add(weight(node + ".weight", in[1] / spec.groups() * Dims.size(kernel), dims));
    if (spec.bias()) {
      values.add(bias(node + ".bias", spec.channels()));
    }
    add("ConvTranspose", values, window(spec, spatial), List.of(node));
    int[] out = in.clone();
    out[1] = spec.channels();
    for (int i = 2; i < out.length; i++) {
      out[i] = in[i] < 0 ? -1 : (in[i] - 1) * spec.stride() - 2 * spec.pad() + spec.kernel();
    }
    return shaped(node, out);
  }

  /**
   * Batch normalisation over axis 1.
   *
   * @param node name of the node, and stem of its parameters' names
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String batchNorm(String node, String x) {
    int channels = channels(x);
    return node(
        "BatchNormalization",
        node,
        Attributes.of("epsilon", 1e-5),
        x,
        scale(node + ".weight", channels),
        bias(node + ".bias", channels),
        bias(node + ".running_mean", channels),
        scale(node + ".running_var", channels));
  }

  /**
   * Relu.
   *
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String relu(String x) {
    return node("Relu", Map.of(), x);
  }

  /**
   * Softmax along an axis.
   *
   * @param x name of the value that is read
   * @param axis counted from 0
   * @return name of the value that is made
   */
  public String softmax(String x, int axis) {
    return node("Softmax", Attributes.of("axis", axis), x);
  }

  /**
   * Add.
   *
   * @param a name of the first operand
   * @param b name of the second operand
   * @return name of the value that is made
   */
  public String add(String a, String b) {
    return node("Add", Map.of(), a, b);
  }

  /**
   * Mul.
   *
   * @param a name of the first operand
   * @param b name of the second operand
   * @return name of the value that is made
   */
  public String mul(String a, String b) {
    return node("Mul", Map.of(), a, b);
  }

  /**
   * Concat along an axis.
   *
   * @param axis counted from 0
   * @param values names of the values that are read
   * @return name of the value that is made
   */
  public String concat(int axis, String... values) {
    int[] out = shape(values[0]);
    for (int i = 1; i < values.length; i++) {
      out[Dims.axis(axis, out.length)] += shape(values[i])[Dims.axis(axis, out.length)];
    }
    return shaped(node("Concat", Attributes.of("axis", axis), values), out);
  }

  /**
   * Cuts an axis into parts of these sizes.
   *
   * @param x name of the value that is read
   * @param axis counted from 0
   * @param parts sizes along the axis, which add up to its length
   * @return names of the parts, in order
   */
  public List<String> split(String x, int axis, long... parts) {
    String stem = unused("split");
    List<String> results = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      int[] out = shape(x);
      out[Dims.axis(axis, out.length)] = (int) parts[i];
      results.add(shaped(stem + "." + i, out));
    }
    String sizes = vector(stem + ".sizes", parts);
    return add("Split", List.of(x, sizes), Attributes.of("axis", axis), results);
  }

  /**
   * Unpadded maximum over windows.
   *
   * @param x name of the value that is read
   * @param kernel elements of a window along each axis
   * @param stride elements from one window to the next
   * @return name of the value that is made
   */
  public String maxPool(String x, int kernel, int stride) {
    return pool("MaxPool", x, new ConvSpec(channels(x), kernel, stride, 0, 1, false));
  }

  /**
   * Unpadded mean over windows.
   *
   * @param x name of the value that is read
   * @param kernel elements of a window along each axis
   * @param stride elements from one window to the next
   * @return name of the value that is made
   */
  public String averagePool(String x, int kernel, int stride) {
    return pool("AveragePool", x, new ConvSpec(channels(x), kernel, stride, 0, 1, false));
  }

  /**
   * Any windowed pooling; the channels of {@code spec} do not matter.
   *
   * @param op operator of ONNX's standard set
   * @param x name of the value that is read
   * @param spec sizes of windows, steps, padding and groups
   * @return name of the value that is made
   */
  public String pool(String op, String x, ConvSpec spec) {
    int[] in = shape(x);
    Map<String, Attribute> attributes = new LinkedHashMap<>(window(spec, in.length - 2));
    attributes.remove("group");
    ConvSpec same = new ConvSpec(in[1], spec.kernel(), spec.stride(), spec.pad(), 1, false);
    return slid(node(op, attributes, x), x, same);
  }

  /**
   * Mean over all axes behind the channels; these become 1.
   *
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String globalAveragePool(String x) {
    int[] out = shape(x);
    Arrays.fill(out, 2, out.length, 1);
    return shaped(node("GlobalAveragePool", Map.of(), x), out);
  }

  /**
   * Everything behind the batch in one axis.
   *
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String flatten(String x) {
    int[] in = shape(x);
    int size = Dims.size(Arrays.copyOfRange(in, 1, in.length));
    return shaped(node("Flatten", Attributes.of("axis", 1), x), in[0], size);
  }

  /**
   * x·Wᵀ + b with W stored as (units, inputs), as PyTorch writes a linear layer.
   *
   * @param node name of the node, and stem of its parameters' names
   * @param x name of the value that is read
   * @param units how many outputs
   * @return name of the value that is made
   */
  public String gemm(String node, String x, int units) {
    int[] in = shape(x);
    String w = weight(node + ".weight", in[1], units, in[1]);
    String b = bias(node + ".bias", units);
    return shaped(node("Gemm", node, Attributes.of("transB", 1), x, w, b), in[0], units);
  }

  /**
   * x·W + b over the last axis of any rank: MatMul, then Add.
   *
   * @param node name of the node, and stem of its parameters' names
   * @param x name of the value that is read
   * @param units how many outputs
   * @return name of the value that is made
   */
  public String linear(String node, String x, int units) {
    int[] out = shape(x);
    int width = out[out.length - 1];
    out[out.length - 1] = units;
    String w = weight(node + ".weight", width, width, units);
    String product = shaped(node("MatMul", node + "/matmul", Map.of(), x, w), out);
    return node("Add", node, Map.of(), bias(node + ".bias", units), product);
  }

  /**
   * Batched product of two values.
   *
   * @param a name of the first operand
   * @param b name of the second operand
   * @return name of the value that is made
   */
  public String matMul(String a, String b) {
    int[] x = shape(a);
    int[] y = shape(b);
    int[] out =
        prefixed(
            BuilderShapes.broadcast(Arrays.copyOf(x, x.length - 2), Arrays.copyOf(y, y.length - 2)),
            x[x.length - 2],
            y[y.length - 1]);
    return shaped(node("MatMul", Map.of(), a, b), out);
  }

  /**
   * Transpose.
   *
   * @param x name of the value that is read
   * @param permutation for each axis of the result, the axis of {@code x} that it is
   * @return name of the value that is made
   */
  public String transpose(String x, int... permutation) {
    int[] in = shape(x);
    int[] out = Arrays.stream(permutation).map(i -> in[i]).toArray();
    return shaped(node("Transpose", Attributes.of("perm", permutation), x), out);
  }

  /**
   * Reshape to constant sizes: 0 copies, one -1 takes what remains.
   *
   * @param x name of the value that is read
   * @param sizes one an axis
   * @return name of the value that is made
   */
  public String reshape(String x, long... sizes) {
    String target = vector(unused("reshape.sizes"), sizes);
    return shaped(node("Reshape", Map.of(), x, target), BuilderShapes.reshape(shape(x), sizes));
  }

  /**
   * Makes a value a graph output under this name.
   *
   * @param value name of the value
   * @param as name of the output
   * @return this builder
   */
  public GraphBuilder output(String value, String as) {
    return output(value, as, DType.FLOAT);
  }

  /**
   * Makes a value of this type a graph output under this name.
   *
   * @param value name of the value
   * @param as name of the output
   * @param type of its elements
   * @return this builder
   */
  public GraphBuilder output(String value, String as, DType type) {
    outputs.put(value, as);
    outputTypes.put(value, type);
    return this;
  }

  /** {@return the model so far} */
  public Model build() {
    List<Node> renamed = nodes.stream().map(this::renamed).toList();
    List<ValueInfo> results = new ArrayList<>();
    outputs.forEach((value, as) -> results.add(info(value, as)));
    Graph graph = new Graph(name, renamed, initializers, inputs, results, List.of());
    return new Model(graph, IR_VERSION, Map.of("", OPSET), Map.of(), new byte[0]);
  }

  private Node renamed(Node node) {
    List<String> in = node.inputs().stream().map(v -> outputs.getOrDefault(v, v)).toList();
    List<String> out = node.outputs().stream().map(v -> outputs.getOrDefault(v, v)).toList();
    return new Node(node.name(), "", node.op(), in, out, node.attributes(), node.rest());
  }

  private ValueInfo info(String value, String as) {
    List<ValueInfo.Dim> dims = new ArrayList<>();
    for (int size : shape(value)) {
      String symbol = dims.isEmpty() ? "batch" : as + "_axis" + dims.size();
      dims.add(size < 0 ? ValueInfo.Dim.symbol(symbol) : ValueInfo.Dim.of(size));
    }
    DType type = outputTypes.getOrDefault(value, DType.FLOAT);
    return new ValueInfo(as, type, dims, true, new byte[0]);
  }

  private String slid(String value, String x, ConvSpec spec) {
    int[] out = shape(x);
    out[1] = spec.channels();
    for (int i = 2; i < out.length; i++) {
      out[i] = spec.slide(out[i]);
    }
    return shaped(value, out);
  }

  private static Map<String, Attribute> window(ConvSpec spec, int spatial) {
    return Attributes.of(
        "kernel_shape", filled(spatial, spec.kernel()),
        "strides", filled(spatial, spec.stride()),
        "pads", filled(2 * spatial, spec.pad()),
        "group", spec.groups());
  }

  private static int[] filled(int length, int value) {
    int[] out = new int[length];
    Arrays.fill(out, value);
    return out;
  }

  private static int[] prefixed(int[] head, int... tail) {
    int[] out = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, out, head.length, tail.length);
    return out;
  }
}
