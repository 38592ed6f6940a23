package dev.espalier;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Tensor;
import java.util.Map;

/** Building blocks that the test graphs have in common. */
final class Blocks {
  final GraphBuilder g;

  Blocks(GraphBuilder g) {
    this.g = g;
  }

  static Blocks of(String name, long seed) {
    return new Blocks(GraphBuilder.settled(name, seed));
  }

  /** Convolution without bias, then BatchNormalization. */
  String convBn(String name, String x, ConvSpec spec) {
    return g.batchNorm(name + ".bn", g.conv(name, x, spec.withoutBias()));
  }

  String convBnRelu(String name, String x, ConvSpec spec) {
    return g.relu(convBn(name, x, spec));
  }

  String convBnRelu6(String name, String x, ConvSpec spec) {
    String low = g.scalar(name + ".low", 0);
    String high = g.scalar(name + ".high", 6);
    return g.node("Clip", Map.of(), convBn(name, x, spec), low, high);
  }

  /** Two convolutions round a shortcut that is projected where shapes change. */
  String residual(String name, String x, int channels, int stride) {
    boolean same = stride == 1 && g.channels(x) == channels;
    String y = convBnRelu(name + ".conv1", x, ConvSpec.of(channels, 3).stride(stride));
    y = convBn(name + ".conv2", y, ConvSpec.of(channels, 3));
    ConvSpec projection = ConvSpec.of(channels, 1).stride(stride);
    return g.relu(g.add(y, same ? x : convBn(name + ".shortcut", x, projection)));
  }

  /**
   * Two convolutions round a shortcut that is subsampled and padded with zero channels on both
   * sides.
   */
  String paddedResidual(String name, String x, int channels) {
    String y = convBnRelu(name + ".conv1", x, ConvSpec.of(channels, 3).stride(2));
    y = convBn(name + ".conv2", y, ConvSpec.of(channels, 3));
    return g.relu(g.add(y, sliceAndPad(name + ".shortcut", x, channels)));
  }

  private String sliceAndPad(String name, String x, int channels) {
    int[] in = g.shape(x);
    String sliced =
        g.node(
            "Slice",
            name + "/slice",
            Map.of(),
            x,
            g.vector(name + ".starts", 0, 0),
            g.vector(name + ".ends", Long.MAX_VALUE, Long.MAX_VALUE),
            g.vector(name + ".axes", 2, 3),
            g.vector(name + ".steps", 2, 2));
    int pad = (channels - in[1]) / 2;
    String pads = g.vector(name + ".pads", 0, pad, 0, 0, 0, pad, 0, 0);
    String value = g.scalar(name + ".zero", 0);
    String y = g.node("Pad", name, Attributes.of("mode", "constant"), sliced, pads, value);
    return g.shaped(y, in[0], channels, (in[2] + 1) / 2, (in[3] + 1) / 2);
  }

  /** Depthwise 3x3, then pointwise. */
  String separable(String name, String x, int channels, int stride) {
    int in = g.channels(x);
    String y = convBnRelu6(name + ".dw", x, ConvSpec.of(in, 3).stride(stride).groups(in));
    return convBnRelu6(name + ".pw", y, ConvSpec.of(channels, 1));
  }

  /** Expand, filter by depth, project; with a shortcut where shapes agree. */
  String inverted(String name, String x, int channels, int stride) {
    int wide = 3 * g.channels(x);
    String y = convBnRelu6(name + ".expand", x, ConvSpec.of(wide, 1));
    y = convBnRelu6(name + ".dw", y, ConvSpec.of(wide, 3).stride(stride).groups(wide));
    y = convBn(name + ".project", y, ConvSpec.of(channels, 1));
    return stride == 1 && g.channels(x) == channels ? g.add(x, y) : y;
  }

  /** Interleaves the channels of groups. */
  String shuffle(String x, int groups) {
    int[] in = g.shape(x);
    String y = g.reshape(x, 0, groups, in[1] / groups, in[2], in[3]);
    return g.reshape(g.transpose(y, 0, 2, 1, 3, 4), 0, in[1], in[2], in[3]);
  }

  /** Scales channels by a gate computed from their means. */
  String squeezeExcite(String name, String x, int hidden) {
    String y = g.conv(name + ".reduce", g.globalAveragePool(x), ConvSpec.of(hidden, 1));
    y = g.conv(name + ".expand", g.relu(y), ConvSpec.of(g.channels(x), 1));
    return g.mul(x, g.node("Sigmoid", Map.of(), y));
  }

  /** Mean over positions, then a linear classifier; the finished model. */
  dev.espalier.model.Model classify(String x, int classes) {
    String features = g.flatten(g.globalAveragePool(x));
    return g.output(g.gemm("fc", features, classes), "logits").build();
  }

  /** A weight in a Constant node. */
  String constantNode(String name, Tensor tensor) {
    String value = g.node("Constant", name, Attributes.of("value", tensor));
    return g.shaped(value, tensor.dims());
  }
}
