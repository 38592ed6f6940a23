package dev.espalier.torch;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How images and kernels lie in memory while a graph is trained.
 *
 * <p>Convolutions are fastest with the channels of a pixel side by side where these fill whole
 * steps of {@value #STEP}, and slowest so where they do not: then whole planes are (see
 * docs/benchmarks/06-own-cost.md). Widths that a cut chose seldom fill whole steps.
 */
enum TensorLayout {
  CHANNELS_LAST,
  PLANES;

  private static final int STEP = 4;

  /** Channels last where at least half of the kernels, by their weights, fill whole steps. */
  static TensorLayout of(Graph graph) {
    long whole = 0;
    long all = 0;
    for (Node node : graph.nodes()) {
      String kernel = node.is("Conv") ? node.input(1) : "";
      if (graph.initializers().containsKey(kernel)) {
        dev.espalier.model.Tensor weights =
            Objects.requireNonNull(graph.initializers().get(kernel));
        all += weights.size();
        whole += fillsSteps(weights.dims()) ? weights.size() : 0;
      }
    }
    return 2 * whole >= all ? CHANNELS_LAST : PLANES;
  }

  /** Fewer channels than a step (colours, one of a depthwise kernel) are no reason against it. */
  private static boolean fillsSteps(int[] dims) {
    return dims[0] % STEP == 0 && (dims[1] < STEP || dims[1] % STEP == 0);
  }

  /** A tensor of four axes laid out so; others as they are. */
  Tensor laid(Tensor tensor) {
    return this == CHANNELS_LAST && tensor.dim() == 4
        ? tensor.contiguous(torch.MemoryFormat.ChannelsLast)
        : tensor;
  }
}
