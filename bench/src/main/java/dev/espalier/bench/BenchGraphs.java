package dev.espalier.bench;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The architectures that benchmarks train or measure; untrained, with weights drawn from a seed.
 */
public final class BenchGraphs {
  private BenchGraphs() {}

  /** Every architecture by the name of its file. */
  public static Map<String, LongFunction<Model>> all() {
    Map<String, LongFunction<Model>> map = new LinkedHashMap<>();
    map.put("resnet50", BenchGraphs::resnet50);
    map.put("htru2-mlp", BenchGraphs::htru2Mlp);
    map.put("etth1-mlp", BenchGraphs::etth1Mlp);
    map.put("tagger", BenchGraphs::tagger);
    map.put("shapes-unet", seed -> unet(seed, 4));
    map.put("vessels-unet", seed -> unet(seed, 1));
    map.put("pneumonia-cnn", BenchGraphs::pneumoniaCnn);
    map.put("digits-cnn", BenchGraphs::digitsCnn);
    map.put("speech-heads", BenchGraphs::speechHeads);
    map.put("mobilenet-cifar10", BenchGraphs::mobilenetCifar10);
    map.put("large-chain", LargeGraphs::chain);
    map.put("large-residuals", LargeGraphs::residuals);
    map.put("large-recalls", LargeGraphs::recalls);
    map.put("large-detection", LargeGraphs::detection);
    return map;
  }

  /**
   * ResNet-50 for 1000 classes of 224x224 images, the stride in the 3x3 convolutions: 25.6 M
   * parameters, 4.1 G MACs.
   *
   * <p>Source: He et al., Deep Residual Learning for Image Recognition, CVPR 2016, table 1.
   */
  public static Model resnet50(long seed) {
    GraphBuilder g = GraphBuilder.fresh("resnet50", seed);
    String x = g.input("input", 3, 224, 224);
    x = convBnRelu(g, "conv1", x, ConvSpec.of(64, 7).stride(2));
    x = g.pool("MaxPool", x, ConvSpec.of(64, 3).stride(2));
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int i = 0; i < blocks[stage]; i++) {
        String name = "layer" + (stage + 1) + "." + i;
        x = bottleneck(g, name, x, ConvSpec.of(64 << stage, 3).stride(i == 0 && stage > 0 ? 2 : 1));
      }
    }
    return classified(g, x, 1000);
  }

  private static String bottleneck(GraphBuilder g, String name, String x, ConvSpec inner) {
    int wide = 4 * inner.channels();
    String y = convBnRelu(g, name + ".conv1", x, ConvSpec.of(inner.channels(), 1));
    y = convBnRelu(g, name + ".conv2", y, inner);
    y = convBn(g, name + ".conv3", y, ConvSpec.of(wide, 1));
    ConvSpec projection = ConvSpec.of(wide, 1).stride(inner.stride());
    String shortcut = g.channels(x) == wide ? x : convBn(g, name + ".downsample", x, projection);
    return g.relu(g.add(y, shortcut));
  }

  /** Eight measurements of a pulsar candidate to two classes. */
  public static Model htru2Mlp(long seed) {
    GraphBuilder g = GraphBuilder.fresh("htru2-mlp", seed);
    String x = g.input("input", 8);
    x = g.relu(g.batchNorm("bn1", g.gemm("fc1", x, 64)));
    x = g.relu(g.batchNorm("bn2", g.gemm("fc2", x, 32)));
    return g.output(g.gemm("fc3", x, 2), "logits").build();
  }

  /**
   * 96 hours of seven measurements of a transformer to its oil temperature, the last of them, in
   * each of the 24 hours that follow: the last hour's, and a change to it that is learned from how
   * each measurement differed from its last.
   *
   * <p>Source of the differences: Zeng et al., Are Transformers Effective for Time Series
   * Forecasting?, AAAI 2023 (NLinear).
   */
  public static Model etth1Mlp(long seed) {
    GraphBuilder g = GraphBuilder.fresh("etth1-mlp", seed);
    String series = g.input("x", 7, 96);
    String last = g.shaped(slice(g, "hour", series, 2, 95), -1, 7, 1);
    String x =
        g.flatten(g.batchNorm("bn", g.shaped(g.node("Sub", Map.of(), series, last), -1, 7, 96)));
    x = g.relu(g.gemm("fc1", x, 128));
    x = g.relu(g.gemm("fc2", x, 64));
    String temperature = g.flatten(g.shaped(slice(g, "oil", last, 1, 6), -1, 1, 1));
    return g.output(g.add(g.gemm("fc3", x, 24), temperature), "temperature").build();
  }

  private static String slice(GraphBuilder g, String name, String x, int axis, int at) {
    String from = g.vector(name + ".from", at);
    String to = g.vector(name + ".to", at + 1);
    return g.node("Slice", Map.of(), x, from, to, g.vector(name + ".axis", axis));
  }

  /**
   * Tags of 64 words of 6,000, by a bidirectional LSTM: 347 k parameters.
   *
   * <p>Source: Huang, Xu and Yu, Bidirectional LSTM-CRF Models for Sequence Tagging, 2015 (without
   * the CRF).
   */
  public static Model tagger(long seed) {
    GraphBuilder g = GraphBuilder.fresh("tagger", seed);
    Layers layers = new Layers(g);
    String ids = g.input("input_ids", DType.INT64, 64);
    String x = layers.embedding("words", ids, 6000, 48);
    String y = layers.lstm("rnn", g.transpose(x, 1, 0, 2), 64, true).get(0);
    String both = g.reshape(g.transpose(y, 2, 0, 1, 3), 0, 64, 128);
    return g.output(g.linear("tags", both, 3), "logits").build();
  }

  /**
   * Scores of each pixel of 64x64 grey images: 118 k parameters.
   *
   * <p>Source: Ronneberger, Fischer and Brox, U-Net, MICCAI 2015, narrowed.
   */
  private static Model unet(long seed, int scores) {
    GraphBuilder g = GraphBuilder.fresh("unet", seed);
    String high = twice(g, "down1", g.input("input", 1, 64, 64), 8);
    String middle = twice(g, "down2", g.maxPool(high, 2, 2), 16);
    String x = twice(g, "bottom", g.maxPool(middle, 2, 2), 32);
    ConvSpec doubled = ConvSpec.of(16, 2).pad(0).stride(2);
    x = twice(g, "up2", g.concat(1, middle, g.convTranspose("grow2", x, doubled)), 16);
    doubled = ConvSpec.of(8, 2).pad(0).stride(2);
    x = twice(g, "up1", g.concat(1, high, g.convTranspose("grow1", x, doubled)), 8);
    return g.output(g.conv("head", x, ConvSpec.of(scores, 1)), "logits").build();
  }

  private static String twice(GraphBuilder g, String name, String x, int width) {
    String once = convBnRelu(g, name + "a", x, ConvSpec.of(width, 3));
    return convBnRelu(g, name + "b", once, ConvSpec.of(width, 3));
  }

  /** 28x28 grey images to two classes: 128 k parameters. */
  public static Model pneumoniaCnn(long seed) {
    GraphBuilder g = GraphBuilder.fresh("pneumonia-cnn", seed);
    String x = g.input("input", 1, 28, 28);
    int[] widths = {16, 32, 64};
    for (int width : widths) {
      x = convBnRelu(g, "conv" + width + "a", x, ConvSpec.of(width, 3));
      x = convBnRelu(g, "conv" + width + "b", x, ConvSpec.of(width, 3));
      x = g.maxPool(x, 2, 2);
    }
    return classified(g, convBnRelu(g, "conv96", x, ConvSpec.of(96, 3)), 2);
  }

  /** 8x8 grey images to ten classes: 73 k parameters. */
  public static Model digitsCnn(long seed) {
    GraphBuilder g = GraphBuilder.fresh("digits-cnn", seed);
    String x = g.input("input", 1, 8, 8);
    x = convBnRelu(g, "conv1", x, ConvSpec.of(32, 3));
    x = g.maxPool(convBnRelu(g, "conv2", x, ConvSpec.of(64, 3)), 2, 2);
    x = g.maxPool(convBnRelu(g, "conv3", x, ConvSpec.of(64, 3)), 2, 2);
    x = g.relu(g.gemm("fc1", g.flatten(x), 64));
    return g.output(g.gemm("fc2", x, 10), "logits").build();
  }

  /**
   * Inverted residuals for 32x32 images and ten classes.
   *
   * <p>Source: Sandler et al., MobileNetV2, CVPR 2018, narrowed.
   */
  public static Model mobilenetCifar10(long seed) {
    GraphBuilder g = GraphBuilder.fresh("mobilenet-cifar10", seed);
    String x = convBnRelu6(g, "stem", g.input("input", 3, 32, 32), ConvSpec.of(16, 3));
    int[][] stages = {{16, 1}, {24, 2}, {24, 1}, {32, 2}, {32, 1}, {64, 2}, {64, 1}};
    for (int i = 0; i < stages.length; i++) {
      x = inverted(g, "block" + i, x, ConvSpec.of(stages[i][0], 1).stride(stages[i][1]));
    }
    return classified(g, convBnRelu6(g, "head", x, ConvSpec.of(128, 1)), 10);
  }

  /**
   * 64 frames of 40 bands to what was said (output digit) and who said it (output speaker): one
   * trunk, a layer and a head for each.
   *
   * <p>Source: Zhang et al., Hello Edge: Keyword Spotting on Microcontrollers, 2017 (DS-CNN).
   */
  public static Model speechHeads(long seed) {
    GraphBuilder g = GraphBuilder.fresh("speech-heads", seed);
    String x = g.input("features", 1, 64, 40);
    x = convBnRelu(g, "stem", x, ConvSpec.of(64, 5).stride(2));
    for (int i = 1; i <= 4; i++) {
      ConvSpec depthwise = ConvSpec.of(64, 3).groups(64).stride(i == 2 ? 2 : 1);
      x = convBnRelu(g, "depthwise" + i, x, depthwise);
      x = convBnRelu(g, "pointwise" + i, x, ConvSpec.of(64, 1));
    }
    String features = g.flatten(g.globalAveragePool(x));
    String digit = g.relu(g.gemm("digit.hidden", features, 64));
    String speaker = g.relu(g.gemm("speaker.hidden", features, 64));
    g.output(g.gemm("digit.fc", digit, 10), "digit");
    return g.output(g.gemm("speaker.fc", speaker, 6), "speaker").build();
  }

  private static String inverted(GraphBuilder g, String name, String x, ConvSpec out) {
    int wide = 4 * g.channels(x);
    ConvSpec depthwise = ConvSpec.of(wide, 3).stride(out.stride()).groups(wide);
    String y = convBnRelu6(g, name + ".expand", x, ConvSpec.of(wide, 1));
    y = convBnRelu6(g, name + ".depthwise", y, depthwise);
    y = convBn(g, name + ".project", y, out.stride(1));
    return out.stride() == 1 && g.channels(x) == out.channels() ? g.add(x, y) : y;
  }

  private static String convBn(GraphBuilder g, String name, String x, ConvSpec spec) {
    return g.batchNorm(name + ".bn", g.conv(name, x, spec.withoutBias()));
  }

  private static String convBnRelu(GraphBuilder g, String name, String x, ConvSpec spec) {
    return g.relu(convBn(g, name, x, spec));
  }

  private static String convBnRelu6(GraphBuilder g, String name, String x, ConvSpec spec) {
    List<String> range = List.of(g.scalar(name + ".min", 0), g.scalar(name + ".max", 6));
    return g.node("Clip", Map.of(), convBn(g, name, x, spec), range.get(0), range.get(1));
  }

  private static Model classified(GraphBuilder g, String x, int classes) {
    String features = g.flatten(g.globalAveragePool(x));
    return g.output(g.gemm("fc", features, classes), "logits").build();
  }
}
