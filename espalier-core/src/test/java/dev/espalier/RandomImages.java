package dev.espalier;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Random networks over images (batch, channels, 8, 8): convolutions, and between them operators of
 * every family that works there. The same seed gives the same model; so many seeds in a row as
 * there are {@code families} meet each of them.
 */
final class RandomImages {
  private static final int SIDE = 8;

  private final SplittableRandom random;
  private final Blocks b;
  private final GraphBuilder g;
  private final Map<String, UnaryOperator<String>> families = new LinkedHashMap<>();
  private int made;

  private RandomImages(long seed) {
    this.random = new SplittableRandom(seed);
    this.b = Blocks.of("images" + seed, seed);
    this.g = b.g;
    Elementwise elementwise = new Elementwise(g, random);
    families.put("elementwise", elementwise::alone);
    families.put("compared", elementwise::compared);
    families.put("scalar", elementwise::withConstant);
    families.put("transposed", this::transposed);
    families.put("grouped", this::grouped);
    families.put("fused", this::fused);
    families.put("pooled", this::pooled);
    families.put("excited", this::excited);
    families.put("neighbours", x -> like(x, g.node("LRN", Attributes.of("size", 3), x)));
    families.put("resized", this::resized);
    families.put("blocks", this::blocks);
    families.put("sampled", this::sampled);
    families.put("patches", this::patches);
    families.put("normalised", this::normalised);
    families.put("written", this::written);
    families.put("padded", this::padded);
    families.put("quantised", this::quantised);
    families.put("integers", this::integers);
    families.put("halves", this::halves);
    families.put("residual", x -> g.add(x, g.conv(name(), conv(x), ConvSpec.of(g.channels(x), 3))));
    families.put("joined", x -> g.concat(1, conv(x), x));
  }

  static Model of(long seed) {
    RandomImages images = new RandomImages(seed);
    return OperatorGraphs.dressed(images.model((int) (seed % images.families.size())));
  }

  private Model model(int first) {
    List<UnaryOperator<String>> all = List.copyOf(families.values());
    String x = all.get(first).apply(conv(g.input("x", 3, SIDE, SIDE)));
    int more = random.nextInt(3);
    for (int i = 0; i < more; i++) {
      x =
          all.get(random.nextInt(all.size()))
              .apply(g.channels(x) < 4 || random.nextBoolean() ? conv(x) : x);
    }
    x = random.nextBoolean() ? g.globalAveragePool(conv(x)) : g.maxPool(x, 4, 4);
    return g.output(g.gemm("read", g.flatten(x), 4), "y").build();
  }

  private String conv(String x) {
    ConvSpec spec = ConvSpec.of(random.nextInt(4, 9), random.nextBoolean() ? 1 : 3);
    return g.relu(random.nextBoolean() ? b.convBn(name(), x, spec) : g.conv(name(), x, spec));
  }

  private String transposed(String x) {
    int groups = g.channels(x) % 2 == 0 ? random.nextInt(1, 3) : 1;
    ConvSpec spec = new ConvSpec(6, 2, 2, 0, groups, random.nextBoolean());
    return g.averagePool(g.convTranspose(name(), x, spec), 2, 2);
  }

  private String grouped(String x) {
    String y = g.conv(name(), x, ConvSpec.of(12, 1));
    int groups = List.of(3, 6, 12).get(random.nextInt(3));
    y = g.relu(g.conv(name(), y, ConvSpec.of(12, 3).groups(groups)));
    return random.nextBoolean() ? b.shuffle(y, 2) : y;
  }

  private String fused(String x) {
    int channels = g.channels(x);
    String w = g.weight(name(), channels, channels, channels, 1, 1);
    Map<String, Attribute> relu = Attributes.of("activation", "Relu");
    return like(x, g.node("ms.FusedConv", relu, x, w, g.bias(name(), channels), x));
  }

  private String pooled(String x) {
    String op = List.of("MaxPool", "AveragePool", "LpPool").get(random.nextInt(3));
    return g.pool(op, x, new ConvSpec(g.channels(x), 3, 1, 1, 1, false));
  }

  /** Channels weighed by what is left of them over all pixels. */
  private String excited(String x) {
    String op = random.nextBoolean() ? "GlobalAveragePool" : "GlobalMaxPool";
    String mean = g.shaped(g.node(op, Map.of(), x), -1, g.channels(x), 1, 1);
    String weight = g.conv(name(), mean, ConvSpec.of(g.channels(x), 1));
    return g.mul(x, g.node("Sigmoid", Map.of(), weight));
  }

  private String resized(String x) {
    String mode = random.nextBoolean() ? "nearest" : "linear";
    String scales = g.constant(name(), Tensor.floats(new float[] {1, 1, 2, 2}, 4));
    String y = g.node("Resize", Attributes.of("mode", mode), x, "", scales);
    return g.averagePool(g.shaped(y, -1, g.channels(x), 2 * SIDE, 2 * SIDE), 2, 2);
  }

  private String blocks(String x) {
    String mode = random.nextBoolean() ? "DCR" : "CRD";
    Map<String, Attribute> two = Attributes.of("blocksize", 2, "mode", mode);
    String wide = g.conv(name(), x, ConvSpec.of(4 * random.nextInt(2, 4), 3));
    int channels = g.channels(wide) / 4;
    String large = g.shaped(g.node("DepthToSpace", two, wide), -1, channels, 2 * SIDE, 2 * SIDE);
    if (random.nextBoolean()) {
      return g.averagePool(large, 2, 2);
    }
    String back = g.node("SpaceToDepth", Attributes.of("blocksize", 2), large);
    return g.shaped(back, -1, 4 * channels, SIDE, SIDE);
  }

  /** Read at places that the image itself says. */
  private String sampled(String x) {
    String flow = g.node("Tanh", Map.of(), g.conv(name(), x, ConvSpec.of(2, 1)));
    Map<String, Attribute> how =
        Attributes.of(
            "mode",
            random.nextBoolean() ? "linear" : "cubic",
            "padding_mode",
            List.of("zeros", "border", "reflection").get(random.nextInt(3)));
    return like(x, g.node("GridSample", how, x, g.transpose(flow, 0, 2, 3, 1)));
  }

  /** Four channels become the pixels of one. */
  private String patches(String x) {
    int channels = random.nextInt(2, 5);
    String flat = g.reshape(g.conv(name(), x, ConvSpec.of(4 * channels, 3)), 0, 4L * channels, -1);
    String large = g.vector(name(), 2 * SIDE, 2 * SIDE);
    Map<String, Attribute> apart = Attributes.of("strides", new int[] {2, 2});
    String y = g.node("Col2Im", apart, flat, large, g.vector(name(), 2, 2));
    return g.averagePool(g.shaped(y, -1, channels, 2 * SIDE, 2 * SIDE), 2, 2);
  }

  private String normalised(String x) {
    if (random.nextBoolean()) {
      String scale = g.scale(name(), g.channels(x));
      String shift = g.bias(name(), g.channels(x));
      return like(x, g.node("InstanceNormalization", Map.of(), x, scale, shift));
    }
    String wide = g.conv(name(), x, ConvSpec.of(12, 3));
    Map<String, Attribute> groups = Attributes.of("num_groups", random.nextBoolean() ? 3 : 4);
    String scale = g.scale(name(), 12);
    return like(wide, g.node("GroupNormalization", groups, wide, scale, g.bias(name(), 12)));
  }

  /** Channels normalised in groups, as exporters write it. */
  private String written(String x) {
    String wide = g.conv(name(), x, ConvSpec.of(12, 3));
    String apart = g.reshape(wide, 0, 3, -1);
    String one = g.scale(name(), 3);
    String normed = g.node("InstanceNormalization", Map.of(), apart, one, g.bias(name(), 3));
    String back = g.reshape(g.shaped(normed, -1, 3, 4 * SIDE * SIDE), -1, 12, SIDE, SIDE);
    return g.add(g.mul(back, g.scale(name(), 12, 1, 1)), g.bias(name(), 12, 1, 1));
  }

  private String padded(String x) {
    boolean channels = random.nextBoolean();
    long[] pads =
        channels ? new long[] {0, 1, 0, 0, 0, 2, 0, 0} : new long[] {0, 0, 1, 1, 0, 0, 1, 1};
    Map<String, Attribute> mode =
        Attributes.of("mode", channels || random.nextBoolean() ? "constant" : "reflect");
    String y = g.node("Pad", mode, x, g.vector(name(), pads));
    return channels
        ? g.shaped(y, -1, g.channels(x) + 3, SIDE, SIDE)
        : g.conv(
            name(),
            g.shaped(y, -1, g.channels(x), SIDE + 2, SIDE + 2),
            new ConvSpec(6, 3, 1, 0, 1, true));
  }

  /** Weights of 8 bits with a step a channel, and steps of what they read. */
  private String quantised(String x) {
    int channels = 6;
    Tensor whole =
        OperatorGraphs.bytes(
            DType.INT8, new int[] {channels, g.channels(x), 3, 3}, i -> random.nextInt(-60, 60));
    float[] steps = new float[channels];
    for (int i = 0; i < channels; i++) {
      steps[i] = 0.004f + 0.001f * i;
    }
    String scale = g.constant(name(), Tensor.floats(steps, channels));
    Map<String, Attribute> first = Attributes.of("axis", 0);
    String q = g.constant(name(), whole);
    String zero =
        g.constant(name(), OperatorGraphs.bytes(DType.INT8, new int[] {channels}, i -> 0));
    String w = g.node("DequantizeLinear", first, q, scale, zero);
    Map<String, Attribute> pad = Attributes.of("pads", new int[] {1, 1, 1, 1});
    return g.relu(g.shaped(g.node("Conv", pad, x, w), -1, channels, SIDE, SIDE));
  }

  /** A convolution of integers, whose channels stay. */
  private String integers(String x) {
    int[] dims = {6, g.channels(x), 1, 1};
    String w =
        g.constant(name(), OperatorGraphs.bytes(DType.UINT8, dims, i -> random.nextInt(100, 156)));
    String zero = g.constant(name(), OperatorGraphs.bytes(DType.UINT8, new int[0], i -> 128));
    if (random.nextBoolean()) {
      String step = g.constant(name(), Tensor.floats(new float[] {0.05f}));
      String q = g.node("QuantizeLinear", Map.of(), x, step, zero);
      String y = g.node("QLinearConv", Map.of(), q, step, zero, w, step, zero, step, zero);
      return g.shaped(g.node("DequantizeLinear", Map.of(), y, step, zero), -1, 6, SIDE, SIDE);
    }
    String q = g.unused("quantised");
    g.add("DynamicQuantizeLinear", List.of(x), Map.of(), List.of(q, q + ".scale", q + ".zero"));
    String y = g.node("ConvInteger", Map.of(), q, w, q + ".zero", zero);
    String numbers = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), y);
    String step = g.node("Mul", Map.of(), q + ".scale", g.scalar(name(), 0.02f));
    return g.shaped(g.node("Mul", Map.of(), numbers, step), -1, 6, SIDE, SIDE);
  }

  private String halves(String x) {
    int channels = g.channels(x);
    int cut = random.nextInt(1, channels);
    List<String> parts = g.split(x, 1, cut, channels - cut);
    return g.concat(1, conv(parts.get(1)), parts.get(0));
  }

  private String like(String x, String y) {
    return g.shaped(y, g.shape(x));
  }

  private String name() {
    return "layer" + made++;
  }
}
