package dev.espalier;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import java.util.Map;

/** A transformer encoder of two layers written out in MatMul, Reshape, Transpose and Softmax. */
public final class TransformerGraph {
  private static final int VOCABULARY = 8;
  private static final int STEPS = 7;
  private static final int WIDTH = 16;
  private static final int HEADS = 4;
  private static final int FEED_FORWARD = 24;

  private final GraphBuilder g;
  private final Layers layers;
  private final boolean dynamic;

  private TransformerGraph(String name, long seed, boolean dynamic) {
    this.g = GraphBuilder.settled(name, seed);
    this.layers = new Layers(g);
    this.dynamic = dynamic;
  }

  /** LayerNormalization as operator, fixed length, heads by constant shapes. */
  public static Model fixed(long seed) {
    return new TransformerGraph("transformer", seed, false).model();
  }

  /** Layer normalisation written out, symbolic length, shapes computed by Shape, Gather, Concat. */
  public static Model dynamic(long seed) {
    return new TransformerGraph("transformerDynamic", seed, true).model();
  }

  private Model model() {
    String ids = g.input("ids", DType.INT64, dynamic ? -1 : STEPS);
    String x = g.add(layers.embedding("tokens", ids, VOCABULARY, WIDTH), positions(ids));
    for (int i = 0; i < 2; i++) {
      String name = "layer" + i;
      x = norm(name + ".norm1", g.add(x, attention(name + ".attention", x)));
      String y = layers.gelu(name + ".gelu", g.linear(name + ".up", x, FEED_FORWARD));
      x = norm(name + ".norm2", g.add(x, g.linear(name + ".down", y, WIDTH)));
    }
    x = g.node("ReduceMean", Attributes.of("axes", new int[] {1}, "keepdims", 0), x);
    return g.output(g.gemm("fc", g.shaped(x, -1, WIDTH), 3), "logits").build();
  }

  private String norm(String name, String x) {
    return dynamic ? layers.writtenLayerNorm(name, x) : layers.layerNorm(name, x);
  }

  private String positions(String ids) {
    String table = g.weight("positions", 2, 1, dynamic ? 2 * STEPS : STEPS, WIDTH);
    if (!dynamic) {
      return table;
    }
    String zero = g.vector("positions.start", 0);
    String axis = g.vector("positions.axis", 1);
    String length = g.shaped(size("positions/length", ids, 1), 1);
    return g.shaped(g.node("Slice", Map.of(), table, zero, length, axis), 1, -1, WIDTH);
  }

  private String attention(String name, String x) {
    String q = g.transpose(heads(name + ".q", x), 0, 2, 1, 3);
    String k = g.transpose(heads(name + ".k", x), 0, 2, 3, 1);
    String v = g.transpose(heads(name + ".v", x), 0, 2, 1, 3);
    String root = g.scalar(name + ".scale", (float) Math.sqrt(WIDTH / HEADS));
    String weights = g.softmax(g.node("Div", Map.of(), g.matMul(q, k), root), -1);
    String mixed = g.transpose(g.matMul(weights, v), 0, 2, 1, 3);
    return g.linear(name + ".out", merged(name, mixed, x), WIDTH);
  }

  /** (batch, steps, width) to (batch, steps, heads, width / heads). */
  private String heads(String name, String x) {
    String y = g.linear(name, x, WIDTH);
    if (!dynamic) {
      return g.reshape(y, 0, STEPS, HEADS, WIDTH / HEADS);
    }
    String headCount = g.vector(name + ".heads", HEADS);
    String headWidth = g.vector(name + ".headWidth", WIDTH / HEADS);
    String target = shape(name, x, headCount, headWidth);
    return g.shaped(
        g.node("Reshape", name + "/split", Map.of(), y, target), -1, -1, HEADS, WIDTH / HEADS);
  }

  private String merged(String name, String mixed, String x) {
    if (!dynamic) {
      return g.reshape(mixed, 0, STEPS, WIDTH);
    }
    String target = shape(name + "/merge", x, g.vector(name + ".rest", -1));
    return g.shaped(g.node("Reshape", name + "/merged", Map.of(), mixed, target), -1, -1, WIDTH);
  }

  /** The vector (batch, steps, rest...), read from x at run time. */
  private String shape(String name, String x, String... rest) {
    java.util.List<String> parts = new java.util.ArrayList<>();
    parts.add(size(name + "/batch", x, 0));
    parts.add(size(name + "/steps", x, 1));
    parts.addAll(java.util.List.of(rest));
    Map<String, dev.espalier.model.Attribute> axis = Attributes.of("axis", 0);
    return g.node("Concat", name + "/shape", axis, parts.toArray(String[]::new));
  }

  /** Size of an axis as a vector of one element: Shape, Gather, Unsqueeze. */
  private String size(String name, String x, long axis) {
    String all = g.node("Shape", name + "/shape", Map.of(), x);
    String index = g.constant(name + ".index", dev.espalier.model.Tensor.longs(new long[] {axis}));
    String one = g.node("Gather", name + "/gather", Attributes.of("axis", 0), all, index);
    return g.node("Unsqueeze", name, Map.of(), one, g.vector(name + ".axes", 0));
  }
}
