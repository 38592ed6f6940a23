package dev.espalier.bench;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Graphs of many nodes or long axes: what reading, coupling and cutting take must grow with them.
 */
final class LargeGraphs {
  private static final int CHANNELS = 16;
  private static final int SIDE = 8;
  private static final int ANCHORS = 9;
  private static final int CLASSES = 91;
  private static final int PYRAMID = 256;

  /** Sides of the feature maps of an image of 800 by 800. */
  private static final int[] LEVELS = {100, 50, 25, 13, 7};

  private LargeGraphs() {}

  /** Convolutions and ReLU in turn, 5,000 nodes in a row. */
  static Model chain(long seed) {
    GraphBuilder g = GraphBuilder.settled("chain", seed);
    String x = g.input("x", 3, SIDE, SIDE);
    for (int i = 0; i < 2500; i++) {
      x = g.relu(g.conv("conv" + i, x, ConvSpec.of(CHANNELS, 1)));
    }
    return classified(g, x);
  }

  /** 2,000 residual blocks of one convolution each. */
  static Model residuals(long seed) {
    GraphBuilder g = GraphBuilder.settled("residuals", seed);
    String x = g.conv("stem", g.input("x", 3, SIDE, SIDE), ConvSpec.of(CHANNELS, 3));
    for (int i = 0; i < 2000; i++) {
      x = g.add(x, g.relu(g.conv("conv" + i, x, ConvSpec.of(CHANNELS, 1))));
    }
    return classified(g, x);
  }

  /** Every one of 1,000 layers adds what the first made, so that all ways lead far back. */
  static Model recalls(long seed) {
    GraphBuilder g = GraphBuilder.settled("recalls", seed);
    String first = g.conv("stem", g.input("x", 3, SIDE, SIDE), ConvSpec.of(CHANNELS, 3));
    String x = g.relu(first);
    for (int i = 0; i < 1000; i++) {
      x = g.add(first, g.relu(g.conv("conv" + i, x, ConvSpec.of(CHANNELS, 1))));
    }
    return classified(g, x);
  }

  private static Model classified(GraphBuilder g, String x) {
    return g.output(g.gemm("fc", g.flatten(g.globalAveragePool(x)), 10), "y").build();
  }

  /**
   * The head of RetinaNet on five feature maps: scores of every anchor of every pixel in one axis
   * of 120,087 positions, as the exporter writes it.
   *
   * <p>Source: Lin et al., Focal Loss for Dense Object Detection, ICCV 2017.
   */
  static Model detection(long seed) {
    GraphBuilder g = GraphBuilder.settled("detection", seed);
    List<String> scores = new ArrayList<>();
    int rows = 0;
    for (int side : LEVELS) {
      String x = g.input("level" + side, 3, side, side);
      x = g.relu(g.conv("pyramid" + side, x, ConvSpec.of(PYRAMID, 3)));
      x = g.relu(g.conv("head" + side, x, ConvSpec.of(PYRAMID, 3)));
      x = g.conv("scores" + side, x, ConvSpec.of(ANCHORS * CLASSES, 3));
      x = g.reshape(x, -1, ANCHORS, CLASSES, side, side);
      x = g.transpose(x, 0, 3, 4, 1, 2);
      scores.add(g.reshape(x, -1, (long) side * side * ANCHORS, CLASSES));
      rows += side * side * ANCHORS;
    }
    String all = g.concat(1, scores.toArray(String[]::new));
    for (int i = 0; i < 20; i++) {
      String factor = g.scalar("factor" + i, 1.01f);
      all = g.shaped(g.node("Mul", "scaled" + i, Map.of(), all, factor), -1, rows, CLASSES);
    }
    all = g.shaped(g.node("Sigmoid", "likely", Map.of(), all), -1, rows, CLASSES);
    String flat = g.reshape(all, -1, (long) rows * CLASSES);
    String best =
        g.shaped(g.node("ReduceMax", "best", Attributes.of("axes", new int[] {1}), flat), -1, 1);
    return g.output(best, "y").build();
  }
}
