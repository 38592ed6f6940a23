package dev.espalier;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;

/** Small networks round one operator each: of operator set 23, or of ONNX Runtime's own domain. */
public final class OperatorGraphs {
  private static final int STEPS = 5;
  private static final int WIDTH = 6;
  private static final int INT32 = 6;
  private static final String MICROSOFT = "com.microsoft";
  private static final String SHORT = "ms.";

  private OperatorGraphs() {}

  /** Networks by what stands in their middle. */
  public static Map<String, Model> all() {
    Map<String, Model> all = new LinkedHashMap<>();
    all.put("attention", attention(4, 4, false));
    all.put("attention with shared keys", attention(4, 2, false));
    all.put("attention with one key", attention(4, 1, false));
    all.put("attention with a mask", attention(4, 4, true));
    all.put("attention apart", attentionApart());
    all.put("multi-head attention", multiHead());
    all.put("packed attention", packed());
    all.put("packed attention with sizes", packedWithSizes());
    all.put("rotary embedding", rotary(false, false));
    all.put("rotary embedding of neighbours", rotary(true, false));
    all.put("rotary embedding of the runtime", rotary(false, true));
    all.put("skip layer normalisation", skip("SkipLayerNormalization"));
    all.put("skip simplified layer normalisation", skip("SkipSimplifiedLayerNormalization"));
    all.put("fused product", matMul());
    all.put("fused dense layer", gemm());
    all.put("fused convolution", conv());
    all.put("gelu with bias", gelu("BiasGelu", true));
    all.put("fast gelu", gelu("FastGelu", true));
    all.put("gelu", gelu("Gelu", false));
    all.put("quick gelu", gelu("QuickGelu", false));
    return all;
  }

  /** Query, key and value of 8, 2 a head of the query, from 6 hidden units. */
  public static Model attention(int queries, int keys, boolean mask) {
    return sequences(
        23,
        (g, x) -> {
          String q = g.linear("q", x, 2 * queries);
          String k = g.linear("k", x, 2 * keys);
          String v = g.linear("v", x, 3 * keys);
          Map<String, Attribute> heads =
              Attributes.of("q_num_heads", queries, "kv_num_heads", keys);
          String y =
              mask
                  ? g.node("Attention", "mix", heads, q, k, v, g.weight("mask", 1, queries, 5, 5))
                  : g.node("Attention", "mix", heads, q, k, v);
          return g.shaped(y, -1, STEPS, 3 * queries);
        });
  }

  /** Heads in an axis of their own, each step sees those before it. */
  public static Model attentionApart() {
    return sequences(
        23,
        (g, x) -> {
          String q = apart(g, g.linear("q", x, 8), 4);
          String k = apart(g, g.linear("k", x, 8), 4);
          String v = apart(g, g.linear("v", x, 8), 4);
          Map<String, Attribute> causal = Attributes.of("is_causal", 1);
          String y = g.shaped(g.node("Attention", "mix", causal, q, k, v), -1, 4, STEPS, 2);
          return g.reshape(g.transpose(y, 0, 2, 1, 3), 0, STEPS, 8);
        });
  }

  private static String apart(GraphBuilder g, String x, int heads) {
    return g.transpose(g.reshape(x, 0, STEPS, heads, 2), 0, 2, 1, 3);
  }

  /** With one bias for query, key and value. */
  public static Model multiHead() {
    return microsoft(
        sequences(
            17,
            (g, x) -> {
              String q = g.linear("q", x, 8);
              String k = g.linear("k", x, 8);
              String v = g.linear("v", x, 12);
              String bias = g.bias("qkv", 28);
              Map<String, Attribute> heads = Attributes.of("num_heads", 4);
              String y = g.node("MultiHeadAttention", "mix", heads, q, k, v, bias);
              return g.shaped(y, -1, STEPS, 12);
            }),
        "MultiHeadAttention");
  }

  /** Four heads of the query, two of key and value. */
  public static Model groupQuery() {
    return microsoft(
        sequences(
            17,
            (g, x) -> {
              String q = g.linear("q", x, 32);
              String k = g.linear("k", x, 16);
              String v = g.linear("v", x, 16);
              String batch = g.node("Shape", Attributes.of("end", 1), "x");
              String four = g.node("Expand", Map.of(), g.vector("four", STEPS - 1), batch);
              String last = g.node("Cast", Attributes.of("to", INT32), four);
              String five = g.constant("five", Tensor.longs(new long[] {STEPS}));
              String total = g.node("Cast", Attributes.of("to", INT32), five);
              Map<String, Attribute> heads = Attributes.of("num_heads", 4, "kv_num_heads", 2);
              String y = g.node("GroupQueryAttention", "mix", heads, q, k, v, "", "", last, total);
              return g.shaped(y, -1, STEPS, 32);
            }),
        "GroupQueryAttention");
  }

  /** One matrix makes query, key and value. */
  public static Model packed() {
    return packed(24, 8, Attributes.of("num_heads", 4, "unidirectional", 1));
  }

  /** The values are wider than query and key. */
  public static Model packedWithSizes() {
    Map<String, Attribute> sizes =
        Attributes.of("num_heads", 4, "qkv_hidden_sizes", new int[] {8, 8, 12});
    return packed(28, 12, sizes);
  }

  private static Model packed(int made, int width, Map<String, Attribute> attributes) {
    return microsoft(
        sequences(
            17,
            (g, x) -> {
              String w = g.weight("qkv.weight", WIDTH, WIDTH, made);
              String y = g.node("Attention", "mix", attributes, x, w, g.bias("qkv.bias", made));
              return g.shaped(y, -1, STEPS, width);
            }),
        "Attention");
  }

  /** Three heads of four from 6 hidden units. */
  public static Model rotary(boolean neighbours, boolean own) {
    Model model =
        sequences(
            own ? 17 : 23,
            (g, x) -> {
              String made = g.linear("heads", x, 12);
              String positions =
                  g.constant("positions", Tensor.longs(new long[] {0, 1, 2, 3, 4}, 1, STEPS));
              String batch = g.node("Shape", Attributes.of("end", 1), "x");
              Map<String, Attribute> first = Attributes.of("axis", 0);
              String shape = g.node("Concat", first, batch, g.vector("five", STEPS));
              String all = g.node("Expand", Map.of(), positions, shape);
              String cos = g.weight("cos", 1, 8, 2);
              String sin = g.weight("sin", 1, 8, 2);
              Map<String, Attribute> heads =
                  Attributes.of("num_heads", 3, "interleaved", neighbours ? 1 : 0);
              String y =
                  own
                      ? g.node("RotaryEmbedding", "turned", heads, made, all, cos, sin)
                      : g.node("RotaryEmbedding", "turned", heads, made, cos, sin, all);
              return g.shaped(y, -1, STEPS, 12);
            });
    return own ? microsoft(model, "RotaryEmbedding") : model;
  }

  /** A sum of two layers and a bias, and its norm. */
  public static Model skip(String op) {
    return microsoft(
        sequences(
            17,
            (g, x) -> {
              String other = g.linear("other", x, WIDTH);
              String scale = g.scale("scale", WIDTH);
              String shift = g.bias("shift", WIDTH);
              String bias = g.bias("added", WIDTH);
              Map<String, Attribute> epsilon = Attributes.of("epsilon", 1e-5f);
              String y =
                  op.equals("SkipLayerNormalization")
                      ? g.node(op, "norm", epsilon, x, other, scale, shift, bias)
                      : g.node(op, "norm", Map.of(), x, other, scale, bias);
              return g.shaped(y, -1, STEPS, WIDTH);
            }),
        op);
  }

  /** The weights lie transposed, and the product is halved. */
  public static Model matMul() {
    return microsoft(
        sequences(
            17,
            (g, x) -> {
              String w = g.weight("inner.weight", WIDTH, 8, WIDTH);
              Map<String, Attribute> halved = Attributes.of("transB", 1, "alpha", 0.5f);
              String product = g.shaped(g.node("FusedMatMul", "inner", halved, x, w), -1, STEPS, 8);
              return g.relu(product);
            }),
        "FusedMatMul");
  }

  public static Model gemm() {
    GraphBuilder g = GraphBuilder.settled("dense", 1);
    String x = g.gemm("made", g.input("x", 7), WIDTH);
    String w = g.weight("inner.weight", WIDTH, 8, WIDTH);
    Map<String, Attribute> relu = Attributes.of("transB", 1, "activation", "Relu");
    String y = g.node("FusedGemm", "inner", relu, x, w, g.bias("inner.bias", 8));
    return microsoft(g.output(g.gemm("read", g.shaped(y, -1, 8), 4), "y").build(), "FusedGemm");
  }

  /** Adds a value of the same channels before its function. */
  public static Model conv() {
    GraphBuilder g = GraphBuilder.settled("images", 1);
    String x = g.conv("made", g.input("x", 3, 8, 8), ConvSpec.of(WIDTH, 3));
    String w = g.weight("inner.weight", WIDTH, WIDTH, WIDTH, 1, 1);
    Map<String, Attribute> relu = Attributes.of("activation", "Relu");
    String y = g.node("FusedConv", "inner", relu, x, w, g.bias("inner.bias", WIDTH), x);
    String shaped = g.shaped(y, -1, WIDTH, 8, 8);
    return microsoft(g.output(g.conv("read", shaped, ConvSpec.of(4, 1)), "y").build(), "FusedConv");
  }

  public static Model gelu(String op, boolean bias) {
    return microsoft(
        sequences(
            17,
            (g, x) -> {
              String y =
                  bias
                      ? g.node(op, "gelu", Map.of(), x, g.bias("shift", WIDTH))
                      : g.node(op, "gelu", Map.of(), x);
              return g.shaped(y, -1, STEPS, WIDTH);
            }),
        op);
  }

  /**
   * {@code made} makes 6 hidden units of each of 5 steps, {@code read} reads what comes of them.
   */
  private static Model sequences(long opset, BiFunction<GraphBuilder, String, String> middle) {
    GraphBuilder g = GraphBuilder.settled("sequences", 1);
    String x = g.input("x", STEPS, 7);
    String w = g.weight("made.weight", 7, 7, WIDTH);
    String made = g.shaped(g.node("MatMul", "made", Map.of(), x, w), -1, STEPS, WIDTH);
    Model model = g.output(g.linear("read", middle.apply(g, made), 4), "y").build();
    return new Model(
        model.graph(),
        Math.max(model.irVersion(), 10),
        Map.of("", opset),
        model.metadata(),
        model.rest());
  }

  /** The model with this operator in ONNX Runtime's domain. */
  public static Model microsoft(Model model, String op) {
    List<Node> nodes =
        model.graph().nodes().stream().map(n -> n.is(op) ? moved(n, op) : n).toList();
    Map<String, Long> opsets = new LinkedHashMap<>(model.opsets());
    opsets.put(MICROSOFT, 1L);
    return new Model(
        model.graph().withNodes(nodes), model.irVersion(), opsets, model.metadata(), model.rest());
  }

  /**
   * The model in operator set 23, with operators that are written {@code ms.} and a name in ONNX
   * Runtime's domain.
   */
  static Model dressed(Model model) {
    List<Node> nodes =
        model.graph().nodes().stream()
            .map(n -> n.op().startsWith(SHORT) ? moved(n, n.op().substring(SHORT.length())) : n)
            .toList();
    return new Model(
        model.graph().withNodes(nodes),
        Math.max(model.irVersion(), 10),
        Map.of("", 23L, MICROSOFT, 1L),
        model.metadata(),
        model.rest());
  }

  /** Whole numbers of 8 bits. */
  public static Tensor bytes(DType type, int[] dims, IntUnaryOperator values) {
    int n = Dims.size(dims);
    ByteBuffer data = Tensor.allocate(n);
    for (int i = 0; i < n; i++) {
      data.put((byte) values.applyAsInt(i));
    }
    return new Tensor(type, dims, data.flip());
  }

  private static Node moved(Node node, String op) {
    return new Node(
        node.name(), MICROSOFT, op, node.inputs(), node.outputs(), node.attributes(), node.rest());
  }
}
