package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Pooling over windows and over all spatial axes. */
final class Pools {
  private Pools() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("MaxPool", Pools::maxPool);
    catalogue.put("AveragePool", Pools::averagePool);
    catalogue.put("GlobalAveragePool", c -> List.of(mean(c.in(0))));
    catalogue.put("GlobalMaxPool", c -> List.of(torch.amax(c.in(0), spatialAxes(c.in(0)), true)));
  }

  private static Tensor mean(Tensor x) {
    return torch.mean(x, spatialAxes(x), true, new ScalarTypeOptional());
  }

  private static long[] spatialAxes(Tensor x) {
    return IntStream.range(2, Tensors.rank(x)).asLongStream().toArray();
  }

  private static PoolWindow window(Node node, Tensor x) {
    long[] sizes = PoolWindow.spatial(x);
    return PoolWindow.of(
        node, sizes, PoolWindow.or(node.intsAttr("kernel_shape"), sizes.length, 1));
  }

  private static List<Tensor> maxPool(Call call) {
    if (!call.node().output(1).isEmpty()) {
      throw call.unsupported("the indices of MaxPool");
    }
    Tensor x = call.in(0);
    PoolWindow window = window(call.node(), x);
    boolean ceil = call.node().intAttr("ceil_mode", 0) != 0;
    if (!plain(window, ceil)) {
      x = PoolWindow.pad(x, window.begin(), end(window, x, ceil), Double.NEGATIVE_INFINITY);
      window = window.bare();
    }
    return List.of(max(x, window));
  }

  private static Tensor max(Tensor x, PoolWindow w) {
    return switch (w.rank()) {
      case 1 -> torch.max_pool1d(x, w.kernel(), w.strides(), w.begin(), w.dilations(), false);
      case 2 -> torch.max_pool2d(x, w.kernel(), w.strides(), w.begin(), w.dilations(), false);
      default -> torch.max_pool3d(x, w.kernel(), w.strides(), w.begin(), w.dilations(), false);
    };
  }

  private static List<Tensor> averagePool(Call call) {
    Tensor x = call.in(0);
    PoolWindow window = window(call.node(), x);
    boolean ceil = call.node().intAttr("ceil_mode", 0) != 0;
    boolean countPad = call.node().intAttr("count_include_pad", 0) != 0;
    boolean dilated = IntStream.range(0, window.rank()).anyMatch(i -> window.dilations()[i] != 1);
    return List.of(
        plain(window, ceil) && !dilated
            ? average(x, window, countPad)
            : counted(x, window, ceil, countPad));
  }

  private static Tensor average(Tensor x, PoolWindow w, boolean countPad) {
    return switch (w.rank()) {
      case 1 -> torch.avg_pool1d(x, w.kernel(), w.strides(), w.begin(), false, countPad);
      case 2 ->
          torch.avg_pool2d(
              x, w.kernel(), w.strides(), w.begin(), false, countPad, new LongOptional());
      default ->
          torch.avg_pool3d(
              x, w.kernel(), w.strides(), w.begin(), false, countPad, new LongOptional());
    };
  }

  /**
   * Sums over windows, divided by how many elements of each window count; sums are convolutions
   * with ones.
   */
  private static Tensor counted(Tensor x, PoolWindow window, boolean ceil, boolean countPad) {
    long[] shape = Tensors.shape(x);
    long[] single = PoolWindow.or(null, shape.length, 1);
    System.arraycopy(shape, 2, single, 2, window.rank());
    Tensor ones = torch.ones(single, Tensors.options(x.scalar_type()));
    long[] end = end(window, x, ceil);
    Tensor counts = PoolWindow.pad(ones, window.begin(), window.end(), countPad ? 1 : 0);
    long[] rest =
        IntStream.range(0, window.rank()).mapToLong(i -> end[i] - window.end()[i]).toArray();
    counts = PoolWindow.pad(counts, new long[window.rank()], rest, 0);
    single[0] = -1;
    Tensor padded = PoolWindow.pad(x.reshape(single), window.begin(), end, 0);
    Tensor averaged = sums(padded, window).div(sums(counts, window));
    long[] out = Tensors.shape(averaged);
    out[0] = shape[0];
    out[1] = shape[1];
    return averaged.reshape(out);
  }

  private static Tensor sums(Tensor x, PoolWindow window) {
    long[] shape = PoolWindow.or(null, window.rank() + 2, 1);
    System.arraycopy(window.kernel(), 0, shape, 2, window.rank());
    Tensor kernel = torch.ones(shape, Tensors.options(x.scalar_type()));
    return Convolutions.convolve(x, kernel, new TensorOptional(), window.bare(), 1);
  }

  /** Whether libtorch pads like this itself: equally on both sides, by at most half a kernel. */
  private static boolean plain(PoolWindow w, boolean ceil) {
    return !ceil
        && w.symmetric()
        && IntStream.range(0, w.rank()).allMatch(i -> 2 * w.begin()[i] <= w.kernel()[i]);
  }

  /** Padding at the end that makes exactly the wanted windows fit. */
  private static long[] end(PoolWindow w, Tensor x, boolean ceil) {
    return IntStream.range(0, w.rank())
        .mapToLong(
            i ->
                (w.count(i, x.size(i + 2), ceil) - 1) * w.strides()[i]
                    + w.extent(i)
                    - x.size(i + 2)
                    - w.begin()[i])
        .toArray();
  }
}
