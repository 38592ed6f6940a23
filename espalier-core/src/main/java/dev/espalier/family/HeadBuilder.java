package dev.espalier.family;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.Dims;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one head and counts its multiply–accumulate operations; operators mean the same from
 * operator set 11 on.
 */
final class HeadBuilder {
  /** Maps are convolved down to this size. */
  private static final int GRID = 4;

  private static final int MOST_CONVOLUTIONS = 2;

  /** Larger maps are pooled before they are convolved. */
  private static final int LARGEST = 16;

  private final GraphBuilder g;
  private String x;
  private long macs;

  HeadBuilder(ExitPoint point, long seed) {
    this.g = GraphBuilder.fresh("head", seed);
    this.x = g.input("features", point.sizes());
  }

  /** Means over parts of a large map, which cost nothing. */
  void shrink() {
    int window = (largest() + LARGEST - 1) / LARGEST;
    int smallest = Arrays.stream(g.shape(x)).skip(2).min().orElse(1);
    if (window > 1 && window <= smallest) {
      x = g.averagePool(x, window, window);
    }
  }

  /** Convolutions with normalisation that halve the map until it is small; returns how many. */
  int convolutions(int channels) {
    int made = 0;
    while (made == 0 || made < MOST_CONVOLUTIONS && largest() > GRID) {
      int stride = largest() > GRID ? 2 : 1;
      int inputs = g.channels(x);
      ConvSpec spec = ConvSpec.of(channels, 3).stride(stride).withoutBias();
      x = g.conv("conv" + made, x, spec);
      int[] shape = g.shape(x);
      long window = (long) Math.pow(3, shape.length - 2);
      long places = Dims.size(Arrays.copyOfRange(shape, 2, shape.length));
      macs += window * inputs * channels * Math.max(1, places);
      x = g.relu(g.batchNorm("bn" + made, x));
      made++;
    }
    return made;
  }

  /** The largest spatial size; 0 where one varies. */
  private int largest() {
    int[] spatial = Arrays.stream(g.shape(x)).skip(2).toArray();
    boolean known = Arrays.stream(spatial).allMatch(s -> s > 0);
    return known ? Arrays.stream(spatial).max().orElse(0) : 0;
  }

  /** Means over parts of the map, all of them as features; over all of it where its size varies. */
  void grid() {
    int[] shape = g.shape(x);
    int smallest = Arrays.stream(shape).skip(2).min().orElse(1);
    if (smallest < 0) {
      globalMean();
      return;
    }
    int window = Math.max(1, smallest / GRID);
    x = g.flatten(window > 1 ? g.averagePool(x, window, window) : x);
  }

  void globalMean() {
    int channels = g.channels(x);
    x = g.shaped(g.flatten(g.shaped(g.globalAveragePool(x), -1, channels, 1)), -1, channels);
  }

  /** One step of (records, steps, features), or their mean. */
  void overTime(@Nullable Long step) {
    int steps = g.shape(x)[1];
    int features = g.shape(x)[2];
    if (step == null) {
      x = g.transpose(x, 0, 2, 1);
      globalMean();
    } else {
      long at = step < 0 && steps > 0 ? steps + step : step;
      String index = g.constant("step", Tensor.longs(new long[] {at}));
      x = g.shaped(g.node("Gather", Attributes.of("axis", 1), x, index), -1, features);
    }
  }

  void hidden(int width) {
    macs += (long) g.channels(x) * width;
    x = g.relu(g.gemm("hidden", x, width));
  }

  /** The classifier, in the shape and kind of the original's answer. */
  ExitHead finish(int[] answer, @Nullable Node link, String words) {
    int classes = Dims.size(answer);
    macs += (long) g.channels(x) * classes;
    x = g.gemm("classifier", x, classes);
    if (answer.length != 1) {
      long[] target = new long[answer.length + 1];
      for (int i = 0; i < answer.length; i++) {
        target[i + 1] = answer[i];
      }
      target[0] = answer.length == 0 ? -1 : 0;
      x = g.reshape(x, target);
    }
    if (link != null) {
      int[] shape = g.shape(x);
      x = g.shaped(g.node(link.op(), link.attributes(), x), shape);
    }
    Model head = g.output(x, "answer").build();
    return new ExitHead(words, head, macs);
  }
}
