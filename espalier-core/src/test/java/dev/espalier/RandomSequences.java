package dev.espalier;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Random networks over sequences (batch, steps, width): dense layers, and between them operators of
 * every family that works there. The same seed gives the same model; so many seeds in a row as
 * there are {@code families} meet each of them.
 */
final class RandomSequences {
  private static final int STEPS = 5;

  private final SplittableRandom random;
  private final GraphBuilder g;
  private final Layers layers;
  private final Elementwise elementwise;
  private final Map<String, UnaryOperator<String>> families = new LinkedHashMap<>();
  private int made;

  private RandomSequences(long seed) {
    this.random = new SplittableRandom(seed);
    this.g = GraphBuilder.settled("sequences" + seed, seed);
    this.layers = new Layers(g);
    this.elementwise = new Elementwise(g, random);
    families.put("elementwise", elementwise::alone);
    families.put("compared", elementwise::compared);
    families.put("scalar", elementwise::withConstant);
    families.put("gelu", this::gelu);
    families.put("normalised", this::normalised);
    families.put("skipped", this::skipped);
    families.put("attention", this::attention);
    families.put("multi-head", this::multiHead);
    families.put("packed", this::packed);
    families.put("rotated", this::rotated);
    families.put("fused", this::fused);
    families.put("einsum", this::einsum);
    families.put("recurrent", this::recurrent);
    families.put("softmax", this::softmax);
    families.put("reduced", this::reduced);
    families.put("gated", this::gated);
    families.put("sliced", this::sliced);
    families.put("padded", this::padded);
    families.put("gathered", this::gathered);
    families.put("elements", this::elements);
    families.put("slices", this::slices);
    families.put("heads", this::heads);
    families.put("filled", this::filled);
    families.put("tiled", this::tiled);
    families.put("measured", this::measured);
    families.put("squeezed", this::squeezed);
    families.put("quantised", this::quantised);
    families.put("integers", this::integers);
    families.put("rows", this::rows);
    families.put("joined", x -> g.concat(2, x, dense(x)));
    families.put("residual", x -> g.add(x, g.linear(name(), g.relu(dense(x)), width(x))));
  }

  static Model of(long seed) {
    RandomSequences sequences = new RandomSequences(seed);
    return OperatorGraphs.dressed(sequences.model((int) (seed % sequences.families.size())));
  }

  private Model model(int first) {
    List<UnaryOperator<String>> all = List.copyOf(families.values());
    String x = all.get(first).apply(dense(g.input("x", STEPS, 7)));
    int more = random.nextInt(4);
    for (int i = 0; i < more; i++) {
      x =
          all.get(random.nextInt(all.size()))
              .apply(width(x) < 5 || random.nextBoolean() ? dense(x) : x);
    }
    return g.output(g.linear("read", x, 4), "y").build();
  }

  private String gelu(String x) {
    String op = List.of("ms.Gelu", "ms.FastGelu", "ms.QuickGelu", "Gelu").get(random.nextInt(4));
    return random.nextInt(3) == 0
        ? like(x, g.node("ms.BiasGelu", Map.of(), x, g.bias(name(), width(x))))
        : like(x, g.node(op, Map.of(), x));
  }

  private String normalised(String x) {
    String scale = g.scale(name(), width(x));
    Map<String, Attribute> last = Attributes.of("axis", -1);
    return switch (random.nextInt(3)) {
      case 0 -> like(x, g.node("LayerNormalization", last, x, scale, g.bias(name(), width(x))));
      case 1 -> like(x, g.node("RMSNormalization", last, x, scale));
      default -> like(x, g.node("SimplifiedLayerNormalization", last, x, scale));
    };
  }

  private String skipped(String x) {
    String other = g.linear(name(), x, width(x));
    String scale = g.scale(name(), width(x));
    String bias = g.bias(name(), width(x));
    return random.nextBoolean()
        ? like(x, g.node("ms.SkipSimplifiedLayerNormalization", Map.of(), x, other, scale, bias))
        : like(x, g.node("ms.SkipLayerNormalization", Map.of(), x, other, scale, bias));
  }

  private String attention(String x) {
    int keys = random.nextInt(1, 3);
    String q = g.linear(name(), x, 2 * 2 * keys);
    String k = g.linear(name(), x, 2 * keys);
    String v = g.linear(name(), x, 3 * keys);
    Map<String, Attribute> heads = Attributes.of("q_num_heads", 2 * keys, "kv_num_heads", keys);
    return g.shaped(g.node("Attention", heads, q, k, v), -1, STEPS, 3 * 2 * keys);
  }

  private String multiHead(String x) {
    String q = g.linear(name(), x, 8);
    String k = g.linear(name(), x, 8);
    String v = g.linear(name(), x, 12);
    Map<String, Attribute> heads = Attributes.of("num_heads", 4);
    String bias = random.nextBoolean() ? g.bias(name(), 28) : "";
    return g.shaped(g.node("ms.MultiHeadAttention", heads, q, k, v, bias), -1, STEPS, 12);
  }

  private String packed(String x) {
    String w = g.weight(name(), width(x), width(x), 24);
    Map<String, Attribute> heads =
        Attributes.of("num_heads", 4, "unidirectional", random.nextInt(2));
    return g.shaped(g.node("ms.Attention", heads, x, w, g.bias(name(), 24)), -1, STEPS, 8);
  }

  private String rotated(String x) {
    String y = g.linear(name(), x, 12);
    String positions = g.constant(name(), Tensor.longs(new long[] {0, 1, 2, 3, 4}, 1, STEPS));
    String batch = g.node("Shape", Attributes.of("end", 1), "x");
    String shape = g.node("Concat", Attributes.of("axis", 0), batch, g.vector(name(), STEPS));
    String all = g.node("Expand", Map.of(), positions, shape);
    String cos = g.weight(name(), 1, 8, 2);
    String sin = g.weight(name(), 1, 8, 2);
    Map<String, Attribute> heads = Attributes.of("num_heads", 3, "interleaved", random.nextInt(2));
    return random.nextBoolean()
        ? like(y, g.node("ms.RotaryEmbedding", heads, y, all, cos, sin))
        : like(y, g.node("RotaryEmbedding", heads, y, cos, sin, all));
  }

  private String fused(String x) {
    String w = g.weight(name(), width(x), 8, width(x));
    Map<String, Attribute> halved = Attributes.of("transB", 1, "alpha", 0.5f);
    return g.shaped(g.node("ms.FusedMatMul", halved, x, w), -1, STEPS, 8);
  }

  private String einsum(String x) {
    if (random.nextBoolean()) {
      String w = g.weight(name(), width(x), width(x), 8);
      Map<String, Attribute> dense = Attributes.of("equation", "nsi,io->nso");
      return g.shaped(g.node("Einsum", dense, x, w), -1, STEPS, 8);
    }
    String other = g.linear(name(), x, width(x));
    Map<String, Attribute> pairs = Attributes.of("equation", "nsi,nti->nst");
    String mix = g.softmax(g.shaped(g.node("Einsum", pairs, x, other), -1, STEPS, STEPS), -1);
    return like(x, g.node("Einsum", Attributes.of("equation", "nst,nti->nsi"), mix, x));
  }

  private String recurrent(String x) {
    String turned = g.transpose(x, 1, 0, 2);
    boolean both = random.nextBoolean();
    int hidden = random.nextInt(3, 7);
    String y =
        switch (random.nextInt(3)) {
          case 0 -> layers.lstm(name(), turned, hidden, both).get(0);
          case 1 -> layers.gru(name(), turned, hidden, both).get(0);
          default -> plain(turned, hidden);
        };
    int directions = g.shape(y)[1];
    return g.reshape(g.transpose(y, 2, 0, 1, 3), 0, STEPS, (long) directions * hidden);
  }

  private String plain(String x, int hidden) {
    String w = g.weight(name(), width(x), 1, hidden, width(x));
    String r = g.weight(name(), hidden, 1, hidden, hidden);
    String b = g.bias(name(), 1, 2 * hidden);
    Map<String, Attribute> size = Attributes.of("hidden_size", hidden);
    String y = g.node("RNN", size, x, w, r, b);
    return g.shaped(y, STEPS, 1, -1, hidden);
  }

  private String softmax(String x) {
    String op = List.of("Softmax", "LogSoftmax", "Hardmax").get(random.nextInt(3));
    return like(x, g.node(op, Attributes.of("axis", 1), x));
  }

  private String reduced(String x) {
    String op = "Reduce" + List.copyOf(REDUCTIONS).get(random.nextInt(REDUCTIONS.size()));
    String small = g.node("Sigmoid", Map.of(), x);
    int axis = random.nextInt(1, 3);
    int[] out = g.shape(x);
    out[axis] = 1;
    return g.mul(x, g.shaped(g.node(op, Map.of(), small, g.vector(name(), axis)), out));
  }

  private static final List<String> REDUCTIONS =
      List.of("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare");

  private String gated(String x) {
    int half = random.nextInt(3, 7);
    List<String> parts = g.split(g.linear(name(), x, 2 * half), 2, half, half);
    return g.mul(parts.get(0), g.node("Sigmoid", Map.of(), parts.get(1)));
  }

  private String sliced(String x) {
    int from = random.nextInt(2);
    String y =
        g.node(
            "Slice",
            Map.of(),
            x,
            g.vector(name(), from),
            g.vector(name(), width(x) - 1),
            g.vector(name(), 2));
    return g.shaped(y, -1, STEPS, width(x) - 1 - from);
  }

  private String padded(String x) {
    int after = random.nextInt(1, 3);
    String pads = g.vector(name(), 0, 0, 0, 0, 0, after);
    return g.shaped(g.node("Pad", Map.of(), x, pads), -1, STEPS, width(x) + after);
  }

  private String gathered(String x) {
    int[] positions = random.ints(0, width(x)).distinct().limit(3).toArray();
    long[] picked = java.util.Arrays.stream(positions).asLongStream().toArray();
    String y = g.node("Gather", Attributes.of("axis", 2), x, g.vector(name(), picked));
    return g.shaped(y, -1, STEPS, picked.length);
  }

  /** The extreme of each unit over the steps is read, and may be written elsewhere. */
  private String elements(String x) {
    String[] found = {"ArgMax", "ArgMin"};
    Map<String, Attribute> steps = Attributes.of("axis", 1);
    String to = g.node(found[random.nextInt(2)], steps, x);
    String from = g.node(found[random.nextInt(2)], steps, x);
    String extreme = g.shaped(g.node("GatherElements", steps, x, from), -1, 1, width(x));
    Map<String, Attribute> how = Attributes.of("axis", 1, "reduction", reduction());
    return random.nextBoolean()
        ? g.add(x, extreme)
        : like(x, g.node("ScatterElements", how, x, to, extreme));
  }

  /** Steps are written over others. */
  private String slices(String x) {
    String steps = g.transpose(x, 1, 0, 2);
    String from = g.constant(name(), Tensor.longs(new long[] {0, -1}, 2, 1));
    String to = g.constant(name(), Tensor.longs(new long[] {2, 1}, 2, 1));
    String some = g.node("Sigmoid", Map.of(), g.node("GatherND", Map.of(), steps, from));
    Map<String, Attribute> how = Attributes.of("reduction", reduction());
    String y = g.node("ScatterND", how, steps, to, some);
    return g.transpose(like(steps, y), 1, 0, 2);
  }

  private String reduction() {
    return List.of("none", "add", "mul", "max", "min").get(random.nextInt(5));
  }

  private String heads(String x) {
    int n = random.nextInt(2, 4);
    String q = apart(g.linear(name(), x, 2 * n), n);
    String k = apart(g.linear(name(), x, 2 * n), n);
    String v = apart(g.linear(name(), x, 3 * n), n);
    String mix = g.softmax(g.matMul(q, g.transpose(k, 0, 1, 3, 2)), -1);
    return g.reshape(g.transpose(g.matMul(mix, v), 0, 2, 1, 3), 0, STEPS, 3L * n);
  }

  private String apart(String x, int n) {
    return g.transpose(g.reshape(x, 0, STEPS, n, width(x) / n), 0, 2, 1, 3);
  }

  private String filled(String x) {
    String shape = g.node("Shape", Map.of(), x);
    Tensor half = Tensor.floats(new float[] {0.5f}, 1);
    Map<String, Attribute> value = Map.of("value", new Attribute.TensorValue(half));
    String constant = like(x, g.node("ConstantOfShape", value, shape));
    String row = g.node("Expand", Map.of(), g.bias(name(), width(x)), shape);
    return random.nextBoolean() ? g.add(x, constant) : g.add(x, like(x, row));
  }

  private String tiled(String x) {
    String y = g.node("Tile", Map.of(), x, g.vector(name(), 1, 1, 2));
    return g.shaped(y, -1, STEPS, 2 * width(x));
  }

  private String measured(String x) {
    String size =
        random.nextBoolean()
            ? g.node("Size", Map.of(), g.bias(name(), 3))
            : g.node("Shape", Attributes.of("start", 1, "end", 2), x);
    String number = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), size);
    return like(x, g.node("Div", Map.of(), x, number));
  }

  private String squeezed(String x) {
    String axis = g.vector(name(), 2);
    String apart = g.shaped(g.node("Unsqueeze", Map.of(), x, axis), -1, STEPS, 1, width(x));
    String positive = g.node("Abs", Map.of(), apart);
    return like(x, g.node("Squeeze", Map.of(), positive, axis));
  }

  private String quantised(String x) {
    String step = g.constant(name(), Tensor.floats(new float[] {0.05f}));
    String zero = g.constant(name(), OperatorGraphs.bytes(DType.INT8, new int[0], i -> 3));
    String q = g.node("QuantizeLinear", Map.of(), x, step, zero);
    return like(x, g.node("DequantizeLinear", Map.of(), q, step, zero));
  }

  /** A layer of integers, whose units stay. */
  private String integers(String x) {
    int units = 6;
    int[] dims = {width(x), units};
    String w = g.constant(name(), bytes(dims));
    String zero = g.constant(name(), OperatorGraphs.bytes(DType.UINT8, new int[0], i -> 128));
    if (random.nextBoolean()) {
      String step = g.constant(name(), Tensor.floats(new float[] {0.05f}));
      String q = g.node("QuantizeLinear", Map.of(), x, step, zero);
      String y = g.node("QLinearMatMul", Map.of(), q, step, zero, w, step, zero, step, zero);
      return g.shaped(g.node("DequantizeLinear", Map.of(), y, step, zero), -1, STEPS, units);
    }
    String q = g.unused("quantised");
    g.add("DynamicQuantizeLinear", List.of(x), Map.of(), List.of(q, q + ".scale", q + ".zero"));
    String y = g.node("MatMulInteger", Map.of(), q, w, q + ".zero", zero);
    String numbers = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), y);
    String step = g.node("Mul", Map.of(), q + ".scale", g.scalar(name(), 0.02f));
    return g.shaped(g.node("Mul", Map.of(), numbers, step), -1, STEPS, units);
  }

  private Tensor bytes(int... dims) {
    return OperatorGraphs.bytes(DType.UINT8, dims, i -> random.nextInt(100, 156));
  }

  /** Steps as records of their own. */
  private String rows(String x) {
    String flat =
        random.nextBoolean()
            ? g.reshape(x, -1, width(x))
            : g.shaped(g.node("Flatten", Attributes.of("axis", 2), x), -1, width(x));
    String y;
    if (random.nextBoolean()) {
      y = g.gemm(name(), flat, 7);
    } else {
      String w = g.weight(name(), width(x), 7, width(x));
      Map<String, Attribute> relu = Attributes.of("transB", 1, "activation", "Relu");
      y = g.shaped(g.node("ms.FusedGemm", relu, flat, w, g.bias(name(), 7)), -1, 7);
    }
    return g.shaped(g.reshape(y, -1, STEPS, 7), -1, STEPS, 7);
  }

  private String dense(String x) {
    return g.relu(g.linear(name(), x, random.nextInt(5, 11)));
  }

  private String like(String x, String y) {
    return g.shaped(y, g.shape(x));
  }

  private int width(String x) {
    return g.shape(x)[2];
  }

  private String name() {
    return "layer" + made++;
  }
}
