package dev.espalier;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import java.util.List;
import java.util.Map;

/** The models whose text is kept: one for each way in which units hang together. */
public final class GoldenGraphs {
  private static final int CLASSES = 4;
  private static final int STEPS = 5;
  private static final int HEAD = 4;

  private GoldenGraphs() {}

  /** One of each, named by the graph's name. */
  public static List<Model> all() {
    return List.of(
        residual(),
        concatenated(),
        depthwise(),
        shuffled(),
        squeezeExcite(),
        transposed(),
        SequenceGraphs.lstm(1),
        SequenceGraphs.biGru(1),
        groupedQueries(),
        tiedHead(),
        normalisations());
  }

  /** One shortcut that adds what came, one that is subsampled and padded with channels of zeros. */
  private static Model residual() {
    Blocks b = Blocks.of("residual", 1);
    String x = b.convBnRelu("stem", b.g.input("x", 3, 8, 8), ConvSpec.of(6, 3));
    x = b.residual("block1", x, 6, 1);
    return b.classify(b.paddedResidual("block2", x, 10), CLASSES);
  }

  /** Each layer reads everything made before it, as DenseNet's do. */
  private static Model concatenated() {
    Blocks b = Blocks.of("concatenated", 1);
    String x = b.g.conv("stem", b.g.input("x", 3, 8, 8), ConvSpec.of(6, 3).withoutBias());
    for (int i = 0; i < 2; i++) {
      String y = b.g.relu(b.g.batchNorm("layer" + i + ".bn", x));
      x = b.g.concat(1, x, b.g.conv("layer" + i, y, ConvSpec.of(4, 3)));
    }
    return b.classify(x, CLASSES);
  }

  /** A depthwise separable convolution, then an inverted residual. */
  private static Model depthwise() {
    Blocks b = Blocks.of("depthwise", 1);
    String x = b.separable("separable", b.g.input("x", 6, 8, 8), 4, 1);
    return b.classify(b.inverted("inverted", x, 4, 1), CLASSES);
  }

  /** The channels of a grouped convolution, shuffled before the next one reads them. */
  private static Model shuffled() {
    Blocks b = Blocks.of("shuffled", 1);
    String x = b.g.relu(b.g.conv("stem", b.g.input("x", 3, 8, 8), ConvSpec.of(12, 3)));
    x = b.g.relu(b.g.conv("grouped", x, ConvSpec.of(12, 1).groups(3)));
    x = b.g.relu(b.g.conv("plain", b.shuffle(x, 3), ConvSpec.of(6, 3)));
    return b.classify(x, CLASSES);
  }

  /** Channels scaled by a gate that is computed from their means. */
  private static Model squeezeExcite() {
    Blocks b = Blocks.of("squeezeExcite", 1);
    String x = b.convBnRelu("conv", b.g.input("x", 3, 8, 8), ConvSpec.of(8, 3));
    return b.classify(b.squeezeExcite("gate", x, 4), CLASSES);
  }

  /** Down and up again, plain and in groups, beside a shortcut. */
  private static Model transposed() {
    Blocks b = Blocks.of("transposed", 1);
    String first = b.g.relu(b.g.conv("down1", b.g.input("x", 3, 8, 8), ConvSpec.of(6, 3)));
    String x = b.g.relu(b.g.conv("down2", b.g.maxPool(first, 2, 2), ConvSpec.of(8, 3)));
    x = b.g.relu(b.g.convTranspose("grouped", x, ConvSpec.of(8, 3).groups(2)));
    x = b.g.convTranspose("grow", x, ConvSpec.of(5, 2).pad(0).stride(2));
    x = b.g.conv("head", b.g.concat(1, x, first), ConvSpec.of(2, 1));
    return b.g.output(x, "mask").build();
  }

  /** Attention whose four query heads share two heads of keys and values. */
  private static Model groupedQueries() {
    GraphBuilder g = GraphBuilder.settled("groupedQueries", 1);
    String x = g.input("x", STEPS, 12);
    String q = g.transpose(g.reshape(g.linear("q", x, 4 * HEAD), 0, STEPS, 4, HEAD), 0, 2, 1, 3);
    String k = g.transpose(repeated(g, g.linear("k", x, 2 * HEAD)), 0, 1, 3, 2);
    String v = repeated(g, g.linear("v", x, 2 * HEAD));
    String mixed = g.matMul(g.softmax(g.matMul(q, k), -1), v);
    String merged = g.reshape(g.transpose(mixed, 0, 2, 1, 3), 0, STEPS, 4 * HEAD);
    return g.output(g.linear("out", merged, 6), "y").build();
  }

  /** (batch, steps, 2 · head) to (batch, 4, steps, head), each head twice. */
  private static String repeated(GraphBuilder g, String x) {
    String heads = g.transpose(g.reshape(x, 0, STEPS, 2, HEAD), 0, 2, 1, 3);
    String alone = g.reshape(heads, 0, 2, 1, STEPS, HEAD);
    String twice = g.vector(g.unused("twice"), 1, 2, 2, STEPS, HEAD);
    String expanded = g.shaped(g.node("Expand", Map.of(), alone, twice), -1, 2, 2, STEPS, HEAD);
    return g.reshape(expanded, 0, 4, STEPS, HEAD);
  }

  /** A table of tokens that is read at the start and, transposed, scores them at the end. */
  private static Model tiedHead() {
    GraphBuilder g = GraphBuilder.settled("tiedHead", 1);
    Layers layers = new Layers(g);
    String x = layers.embedding("tokens", g.input("ids", DType.INT64, STEPS), 9, 8);
    String y = g.linear("down", g.relu(g.linear("up", x, 10)), 8);
    x = layers.layerNorm("norm", g.add(x, y));
    String table = g.shaped(g.node("Transpose", "tied", Map.of(), "tokens.weight"), 8, 9);
    return g.output(g.shaped(g.matMul(x, table), -1, STEPS, 9), "scores").build();
  }

  /** Batch, instance and layer normalisation, and a layer normalisation written out. */
  private static Model normalisations() {
    GraphBuilder g = GraphBuilder.settled("normalisations", 1);
    Layers layers = new Layers(g);
    String x = g.batchNorm("batch", g.conv("conv1", g.input("x", 3, 6), ConvSpec.of(8, 3)));
    String scale = g.scale("instance.weight", 10);
    String shift = g.bias("instance.bias", 10);
    x = g.conv("conv2", g.relu(x), ConvSpec.of(10, 3));
    x = g.node("InstanceNormalization", "instance", Map.of(), x, scale, shift);
    x = g.node("ReduceMean", Attributes.of("axes", new int[] {2}, "keepdims", 0), g.relu(x));
    x = layers.layerNorm("layer", g.linear("fc1", g.shaped(x, -1, 10), 9));
    x = layers.writtenLayerNorm("written", g.linear("fc2", x, 7));
    return g.output(g.gemm("fc3", x, 4), "y").build();
  }
}
