package dev.espalier;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Small models in the style of well-known architectures, with weights, biases and running
 * statistics drawn from a seed. Recurrent and attention models are in {@link SequenceGraphs}.
 */
public final class Graphs {
  private static final int CLASSES = 5;

  private Graphs() {}

  /** One of each, named by the graph's name. */
  public static List<Model> all(long seed) {
    List<Model> models = new java.util.ArrayList<>();
    models.add(vgg(seed));
    models.add(resnet(seed));
    models.add(resnetPadded(seed));
    models.add(resnext(seed));
    models.add(densenet(seed));
    models.add(mobilenet(seed));
    models.add(shufflenet(seed));
    models.add(shuffleSplit(seed));
    models.add(unet(seed));
    models.add(squeezeExcite(seed));
    models.add(splitBranches(seed));
    models.add(sharedInitializers(seed));
    models.add(nhwc(seed));
    models.add(constantNodes(seed));
    models.add(mlp(seed));
    models.addAll(SequenceGraphs.all(seed));
    return models;
  }

  /** Plain convolutions, pooling, and a dense head over flattened positions. */
  public static Model vgg(long seed) {
    Blocks b = Blocks.of("vgg", seed);
    GraphBuilder g = b.g;
    String x = g.input("x", 3, 16, 16);
    x = b.convBnRelu("conv1", x, ConvSpec.of(8, 3));
    x = g.relu(g.conv("conv2", x, ConvSpec.of(10, 3)));
    x = g.maxPool(x, 2, 2);
    x = b.convBnRelu("conv3", x, ConvSpec.of(12, 3));
    x = g.averagePool(g.relu(g.conv("conv4", x, ConvSpec.of(6, 3).pad(0))), 2, 2);
    x = g.node("Dropout", Map.of(), g.relu(g.gemm("fc1", g.flatten(x), 20)));
    return g.output(g.gemm("fc2", x, CLASSES), "logits").build();
  }

  /** Residual blocks with projected shortcuts. */
  public static Model resnet(long seed) {
    Blocks b = Blocks.of("resnet", seed);
    String x = b.convBnRelu("stem", b.g.input("x", 3, 16, 16), ConvSpec.of(8, 3));
    x = b.residual("block1", x, 8, 1);
    x = b.residual("block2", x, 12, 2);
    x = b.residual("block3", x, 12, 1);
    return b.classify(x, CLASSES);
  }

  /** Residual blocks whose shortcuts are Slice and Pad, as CIFAR networks have them. */
  public static Model resnetPadded(long seed) {
    Blocks b = Blocks.of("resnetPadded", seed);
    String x = b.convBnRelu("stem", b.g.input("x", 3, 16, 16), ConvSpec.of(8, 3));
    x = b.residual("block1", x, 8, 1);
    x = b.paddedResidual("block2", x, 16);
    x = b.residual("block3", x, 16, 1);
    x = b.paddedResidual("block4", x, 24);
    return b.classify(x, CLASSES);
  }

  /** Bottleneck blocks with grouped convolutions. */
  public static Model resnext(long seed) {
    Blocks b = Blocks.of("resnext", seed);
    GraphBuilder g = b.g;
    String x = b.convBnRelu("stem", g.input("x", 3, 12, 12), ConvSpec.of(8, 3));
    for (int i = 0; i < 2; i++) {
      String y = b.convBnRelu("block" + i + ".reduce", x, ConvSpec.of(12, 1));
      y = b.convBnRelu("block" + i + ".grouped", y, ConvSpec.of(12, 3).groups(3));
      x = g.relu(g.add(x, b.convBn("block" + i + ".expand", y, ConvSpec.of(8, 1))));
    }
    return b.classify(x, CLASSES);
  }

  /**
   * Layers that see everything before them, joined by Concat; normalised before each convolution.
   */
  public static Model densenet(long seed) {
    Blocks b = Blocks.of("densenet", seed);
    GraphBuilder g = b.g;
    String x = g.conv("stem", g.input("x", 3, 16, 16), ConvSpec.of(8, 3).withoutBias());
    for (int block = 0; block < 2; block++) {
      for (int layer = 0; layer < 3; layer++) {
        String name = "block" + block + ".layer" + layer;
        String y = g.relu(g.batchNorm(name + ".bn", x));
        x = g.concat(1, x, g.conv(name, y, ConvSpec.of(4, 3).withoutBias()));
      }
      String name = "transition" + block;
      x = g.conv(name, g.relu(g.batchNorm(name + ".bn", x)), ConvSpec.of(10, 1).withoutBias());
      x = g.averagePool(x, 2, 2);
    }
    return b.classify(g.relu(g.batchNorm("last.bn", x)), CLASSES);
  }

  /** Depthwise separable convolutions, then inverted residuals, with Clip as activation. */
  public static Model mobilenet(long seed) {
    Blocks b = Blocks.of("mobilenet", seed);
    String x = b.convBnRelu6("stem", b.g.input("x", 3, 16, 16), ConvSpec.of(8, 3).stride(2));
    x = b.separable("separable1", x, 12, 1);
    x = b.separable("separable2", x, 8, 2);
    x = b.inverted("inverted1", x, 8, 1);
    x = b.inverted("inverted2", x, 10, 2);
    x = b.inverted("inverted3", x, 10, 1);
    return b.classify(x, CLASSES);
  }

  /** Grouped pointwise convolutions whose channels are shuffled by Reshape, Transpose, Reshape. */
  public static Model shufflenet(long seed) {
    Blocks b = Blocks.of("shufflenet", seed);
    GraphBuilder g = b.g;
    String x = b.convBnRelu("stem", g.input("x", 3, 12, 12), ConvSpec.of(12, 3));
    for (int i = 0; i < 2; i++) {
      String y = b.convBnRelu("unit" + i + ".pw1", x, ConvSpec.of(12, 1).groups(3));
      y = b.convBn("unit" + i + ".dw", b.shuffle(y, 3), ConvSpec.of(12, 3).groups(12));
      x = g.relu(g.add(x, b.convBn("unit" + i + ".pw2", y, ConvSpec.of(12, 1).groups(3))));
    }
    return b.classify(x, CLASSES);
  }

  /** Split, one half through convolutions, Concat, shuffle: the second ShuffleNet. */
  public static Model shuffleSplit(long seed) {
    Blocks b = Blocks.of("shuffleSplit", seed);
    GraphBuilder g = b.g;
    String x = b.convBnRelu("stem", g.input("x", 3, 12, 12), ConvSpec.of(12, 3));
    for (int i = 0; i < 2; i++) {
      List<String> halves = g.split(x, 1, 6, 6);
      String y = b.convBnRelu("unit" + i + ".pw1", halves.get(1), ConvSpec.of(6, 1));
      y = b.convBn("unit" + i + ".dw", y, ConvSpec.of(6, 3).groups(6));
      y = b.convBnRelu("unit" + i + ".pw2", y, ConvSpec.of(6, 1));
      x = b.shuffle(g.concat(1, halves.get(0), y), 2);
    }
    x = b.convBnRelu("last", x, ConvSpec.of(10, 1));
    return b.classify(x, CLASSES);
  }

  /** Encoder and decoder joined by ConvTranspose and Concat; the output is a map. */
  public static Model unet(long seed) {
    Blocks b = Blocks.of("unet", seed);
    GraphBuilder g = b.g;
    String first = b.convBnRelu("down1", g.input("x", 1, 16, 16), ConvSpec.of(6, 3));
    String second = b.convBnRelu("down2", g.maxPool(first, 2, 2), ConvSpec.of(8, 3));
    String x = b.convBnRelu("middle", g.maxPool(second, 2, 2), ConvSpec.of(12, 3));
    ConvSpec up = ConvSpec.of(8, 2).pad(0).stride(2);
    x =
        b.convBnRelu(
            "up2", g.concat(1, second, g.convTranspose("grow2", x, up)), ConvSpec.of(8, 3));
    up = ConvSpec.of(6, 2).pad(0).stride(2);
    x = b.convBnRelu("up1", g.concat(1, g.convTranspose("grow1", x, up), first), ConvSpec.of(6, 3));
    return g.output(g.conv("head", x, ConvSpec.of(2, 1)), "mask").build();
  }

  /** Residual blocks whose channels are scaled by squeeze and excitation. */
  public static Model squeezeExcite(long seed) {
    Blocks b = Blocks.of("squeezeExcite", seed);
    GraphBuilder g = b.g;
    String x = b.convBnRelu("stem", g.input("x", 3, 12, 12), ConvSpec.of(8, 3));
    String y = b.convBnRelu("conv1", x, ConvSpec.of(10, 3));
    y = b.squeezeExcite("gate1", y, 4);
    x = g.relu(g.add(x, b.convBn("conv2", y, ConvSpec.of(8, 3))));
    x = b.squeezeExcite("gate2", b.convBnRelu("conv3", x, ConvSpec.of(12, 3)), 3);
    return b.classify(x, CLASSES);
  }

  /** Uneven Split, two branches with different activations, Add and Concat behind. */
  public static Model splitBranches(long seed) {
    Blocks b = Blocks.of("splitBranches", seed);
    GraphBuilder g = b.g;
    String x = b.convBnRelu("stem", g.input("x", 3, 12, 12), ConvSpec.of(14, 3));
    List<String> parts = g.split(x, 1, 4, 10);
    String left = g.node("Tanh", Map.of(), g.conv("left", parts.get(0), ConvSpec.of(8, 3)));
    String right =
        g.node(
            "LeakyRelu",
            Attributes.of("alpha", 0.1),
            g.conv("right", parts.get(1), ConvSpec.of(8, 1)));
    x = g.concat(1, g.add(left, right), parts.get(0), right);
    return b.classify(b.convBnRelu("join", x, ConvSpec.of(9, 3)), CLASSES);
  }

  /**
   * Unrelated layers of equal width whose equal parameters were stored once, one of them behind an
   * Identity.
   */
  public static Model sharedInitializers(long seed) {
    GraphBuilder g = GraphBuilder.settled("sharedInitializers", seed);
    String ones = g.scale("ones", 8);
    String zeros = g.bias("zeros", 8);
    String alias = g.node("Identity", "alias", Map.of(), ones);
    String x = g.conv("conv1", g.input("x", 3, 12, 12), ConvSpec.of(8, 3).withoutBias());
    x = g.relu(norm(g, x, ones, zeros));
    x = g.conv("conv2", x, ConvSpec.of(8, 3).withoutBias());
    x = g.relu(norm(g, x, alias, zeros));
    String w = g.weight("conv3.weight", 72, 8, 8, 3, 3);
    Map<String, dev.espalier.model.Attribute> same = Attributes.of("pads", new int[] {1, 1, 1, 1});
    x = g.relu(g.shaped(g.node("Conv", "conv3", same, x, w, zeros), g.shape(x)));
    x = g.relu(g.shaped(g.node("Conv", "conv4", same, x, w, zeros), g.shape(x)));
    String features = g.flatten(g.globalAveragePool(x));
    return g.output(g.gemm("fc", features, CLASSES), "logits").build();
  }

  private static String norm(GraphBuilder g, String x, String scale, String shift) {
    return g.node("BatchNormalization", Map.of(), x, scale, shift, shift, scale);
  }

  /** Channels last outside, channels first inside, as converters from TensorFlow write it. */
  public static Model nhwc(long seed) {
    Blocks b = Blocks.of("nhwc", seed);
    GraphBuilder g = b.g;
    String x = g.transpose(g.input("x", 12, 12, 3), 0, 3, 1, 2);
    x = b.convBnRelu("conv1", x, ConvSpec.of(8, 3));
    x = g.relu(g.conv("conv2", x, ConvSpec.of(6, 3).stride(2)));
    x = g.reshape(g.transpose(x, 0, 2, 3, 1), 0, -1);
    return g.output(g.gemm("fc", x, CLASSES), "logits").build();
  }

  /**
   * Weights in Constant nodes, a product with a vector of scales, and an average written as
   * ReduceMean.
   */
  public static Model constantNodes(long seed) {
    Blocks b = Blocks.of("constantNodes", seed);
    GraphBuilder g = b.g;
    String x = g.input("x", 3, 12, 12);
    String w = b.constantNode("w1", noise(seed, 8, 3, 3, 3));
    String bias = b.constantNode("b1", noise(seed + 1, 8));
    x = g.relu(g.shaped(g.node("Conv", "conv1", Map.of(), x, w, bias), -1, 8, 10, 10));
    x = g.mul(x, b.constantNode("gain", noise(seed + 2, 8, 1, 1)));
    x = g.node("Sub", Map.of(), x, b.constantNode("offset", noise(seed + 3, 1, 8, 1, 1)));
    x = b.convBnRelu("conv2", x, ConvSpec.of(10, 3));
    x = g.node("ReduceMean", Attributes.of("axes", new int[] {2, 3}, "keepdims", 0), x);
    return g.output(g.gemm("fc", g.shaped(x, -1, 10), CLASSES), "logits").build();
  }

  private static Tensor noise(long seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[dev.espalier.model.Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return Tensor.floats(values, dims);
  }

  /** Dense layers with BatchNormalization, one residual, Gemm and MatMul mixed. */
  public static Model mlp(long seed) {
    GraphBuilder g = GraphBuilder.settled("mlp", seed);
    String x = g.relu(g.batchNorm("bn1", g.gemm("fc1", g.input("x", 9), 24)));
    String y = g.node("Sigmoid", Map.of(), g.linear("fc2", x, 16));
    y = g.gemm("fc3", g.batchNorm("bn2", y), 24);
    x = g.node("Elu", Map.of(), g.add(x, y));
    return g.output(g.softmax(g.gemm("fc4", x, CLASSES), -1), "probabilities").build();
  }
}
