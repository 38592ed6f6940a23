package dev.espalier;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random small networks from a grammar of common layers; the same seed gives the same model. */
public final class RandomGraphs {
  private static final List<String> ACTIVATIONS =
      List.of("Relu", "Sigmoid", "Tanh", "LeakyRelu", "HardSwish");

  private static final int TOP = 2;

  private final SplittableRandom random;
  private final Blocks b;
  private final GraphBuilder g;
  private int layers;

  private RandomGraphs(long seed) {
    this.random = new SplittableRandom(seed);
    this.b = Blocks.of("random" + seed, seed);
    this.g = b.g;
  }

  /** Three in four are convolutional, the others dense. */
  public static Model of(long seed) {
    RandomGraphs graphs = new RandomGraphs(seed);
    return graphs.random.nextInt(4) == 0 ? graphs.dense() : graphs.convolutional();
  }

  private Model convolutional() {
    String x = conv(g.input("x", 3, 16, 16), 3);
    int depth = random.nextInt(2, 6);
    for (int i = 0; i < depth; i++) {
      x = block(x, TOP);
    }
    if (random.nextBoolean()) {
      return b.classify(x, 4);
    }
    String y = g.relu(g.gemm(name(), g.flatten(x), width()));
    return g.output(g.gemm("fc", y, 4), "logits").build();
  }

  private Model dense() {
    String x = activation(g.gemm(name(), g.input("x", random.nextInt(3, 12)), width()));
    int depth = random.nextInt(1, 4);
    for (int i = 0; i < depth; i++) {
      x = denseBlock(x);
    }
    return g.output(g.gemm("fc", x, 4), "logits").build();
  }

  private String denseBlock(String x) {
    String y = activation(g.linear(name(), x, width()));
    return switch (random.nextInt(4)) {
      case 0 -> g.add(x, g.gemm(name(), y, g.channels(x)));
      case 1 -> g.concat(1, x, y);
      case 2 -> g.batchNorm(name(), y);
      default -> y;
    };
  }

  /** One production of the grammar; {@code depth} bounds how far branches nest. */
  private String block(String x, int depth) {
    return switch (depth == 0 ? random.nextInt(4) : random.nextInt(10)) {
      case 0 -> conv(x, 1);
      case 1, 2 -> conv(x, 3);
      case 3 -> depthwise(x);
      case 4 -> residual(x, depth);
      case 5 -> g.concat(1, block(x, depth - 1), conv(x, 1));
      case 6 -> halves(x, depth);
      case 7 -> b.squeezeExcite(name(), x, random.nextInt(2, 5));
      case 8 -> grouped(x);
      default -> depth == TOP ? shrunk(x) : conv(x, 1);
    };
  }

  private String conv(String x, int kernel) {
    ConvSpec spec = ConvSpec.of(width(), kernel);
    return activation(random.nextBoolean() ? b.convBn(name(), x, spec) : g.conv(name(), x, spec));
  }

  private String depthwise(String x) {
    int channels = g.channels(x);
    return activation(b.convBn(name(), x, ConvSpec.of(channels, 3).groups(channels)));
  }

  private String residual(String x, int depth) {
    String y = b.convBn(name(), block(x, depth - 1), ConvSpec.of(g.channels(x), 3));
    return activation(random.nextInt(4) == 0 ? g.node("Sub", Map.of(), x, y) : g.add(x, y));
  }

  private String halves(String x, int depth) {
    int channels = g.channels(x);
    if (channels == 1) {
      return conv(x, 1);
    }
    int cut = random.nextInt(1, channels);
    List<String> parts = new ArrayList<>(g.split(x, 1, cut, channels - cut));
    parts.set(0, block(parts.get(0), depth - 1));
    return random.nextBoolean()
        ? g.concat(1, parts.get(1), parts.get(0))
        : g.concat(1, parts.get(0), conv(parts.get(1), 1), parts.get(1));
  }

  private String grouped(String x) {
    String y = activation(g.conv(name(), x, ConvSpec.of(12, 1)));
    y = activation(b.convBn(name(), y, ConvSpec.of(12, 3).groups(3)));
    return random.nextBoolean() ? b.shuffle(y, 2) : y;
  }

  /** Pools while there is enough to pool. */
  private String shrunk(String x) {
    if (g.shape(x)[2] < 8) {
      return conv(x, 1);
    }
    return random.nextBoolean() ? g.maxPool(x, 2, 2) : g.averagePool(x, 2, 2);
  }

  private String activation(String x) {
    return g.node(ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())), Map.of(), x);
  }

  private int width() {
    return random.nextInt(4, 13);
  }

  private String name() {
    return "layer" + layers++;
  }
}
