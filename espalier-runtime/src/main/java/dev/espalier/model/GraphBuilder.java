package dev.espalier.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
public final class GraphBuilder extends GraphParts {
  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;

  /** Of windows: batch, channels and what they slide over. */
  private static final int WINDOWED = 3;

  private final GraphOutputs outputs = new GraphOutputs();

  private GraphBuilder(String name, Weights weights) {
    super(name, weights);
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
   * Convolution over all axes behind the channels.
   *
   * @param node name of the node, and stem of its parameters' names
   * @param x name of the value that is read
   * @param spec sizes of windows, steps, padding and groups
   * @return name of the value that is made
   */
  public String conv(String node, String x, ConvSpec spec) {
    int[] in = shape(x, WINDOWED, "conv " + node);
    int perGroup = in[1] / spec.groups();
    return shaped(convolved("Conv", node, x, spec, spec.channels(), perGroup), spec.slid(in));
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
    int[] in = shape(x, WINDOWED, "convTranspose " + node);
    int perGroup = spec.channels() / spec.groups();
    return shaped(convolved("ConvTranspose", node, x, spec, in[1], perGroup), spec.spread(in));
  }

  /** A convolution of either way with weights of (rows, columns, kernel...). */
  private String convolved(String op, String node, String x, ConvSpec spec, int rows, int columns) {
    int spatial = shape(x).length - 2;
    int[] kernel = spec.kernel(spatial);
    int fanIn = channels(x) / spec.groups() * Dims.size(kernel);
    List<String> values = new ArrayList<>(List.of(x));
    values.add(weight(node + ".weight", fanIn, prefixed(new int[] {rows, columns}, kernel)));
    if (spec.bias()) {
      values.add(bias(node + ".bias", spec.channels()));
    }
    Map<String, Attribute> attributes = spec.windows(spatial);
    attributes.put("group", new Attribute.IntValue(spec.groups()));
    return add(op, values, attributes, List.of(node)).get(0);
  }

  /**
   * Batch normalisation over axis 1.
   *
   * @param node name of the node, and stem of its parameters' names
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String batchNorm(String node, String x) {
    int channels = shape(x, 2, "batchNorm " + node)[1];
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
    int axes = axis < 0 ? -axis : axis + 1;
    int[] out = shape(values[0], axes, "concat");
    for (int i = 1; i < values.length; i++) {
      int[] next = shape(values[i], axes, "concat");
      out[Dims.axis(axis, out.length)] += next[Dims.axis(axis, next.length)];
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
      int[] out = shape(x, axis < 0 ? -axis : axis + 1, "split");
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
    return pool("MaxPool", x, ConvSpec.of(1, kernel).stride(stride).pad(0));
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
    return pool("AveragePool", x, ConvSpec.of(1, kernel).stride(stride).pad(0));
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
    int[] in = shape(x, WINDOWED, op);
    return shaped(node(op, spec.windows(in.length - 2), x), spec.channels(in[1]).slid(in));
  }

  /**
   * Mean over all axes behind the channels; these become 1.
   *
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String globalAveragePool(String x) {
    int[] out = shape(x, WINDOWED, "globalAveragePool");
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
    int[] in = shape(x, 1, "flatten");
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
    int[] in = shape(x, 2, "gemm " + node);
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
    int[] out = shape(x, 1, "linear " + node);
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
    int[] x = shape(a, 2, "matMul");
    int[] y = shape(b, 2, "matMul");
    int[] batch =
        BuilderShapes.broadcast(
            "MatMul in batches", Arrays.copyOf(x, x.length - 2), Arrays.copyOf(y, y.length - 2));
    int[] out = prefixed(batch, x[x.length - 2], y[y.length - 1]);
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
    int[] in = shape(x, permutation.length, "transpose");
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
    int copied = 0;
    for (int i = 0; i < sizes.length; i++) {
      copied = sizes[i] == 0 ? i + 1 : copied;
    }
    int[] in = shape(x, copied, "reshape to " + Arrays.toString(sizes));
    String target = vector(unused("reshape.sizes"), sizes);
    return shaped(node("Reshape", Map.of(), x, target), BuilderShapes.reshape(in, sizes));
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
    outputs.add(value, as, type);
    return this;
  }

  /** {@return the model so far} */
  public Model build() {
    return new Model(graph(outputs), IR_VERSION, Map.of("", OPSET), Map.of(), new byte[0]);
  }

  private static int[] prefixed(int[] head, int... tail) {
    int[] out = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, out, head.length, tail.length);
    return out;
  }
}
