package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Conv and ConvTranspose over one to three spatial axes. */
final class Convolutions {
  private Convolutions() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("Conv", Convolutions::conv);
    catalogue.put("ConvTranspose", Convolutions::convTranspose);
  }

  static List<Tensor> conv(Call call) {
    Tensor x = call.in(0);
    Tensor weight = call.in(1);
    PoolWindow window =
        PoolWindow.of(call.node(), PoolWindow.spatial(x), PoolWindow.spatial(weight));
    if (!window.symmetric()) {
      x = PoolWindow.pad(x, window.begin(), window.end(), 0);
      window = window.bare();
    }
    return List.of(convolve(x, weight, call.maybe(2), window, call.node().intAttr("group", 1)));
  }

  /**
   * A kernel of one element reads each stride-th element, so these are picked first: the gradient
   * of such kernels with a stride writes outside of its memory in oneDNN (AVX-512, channels last,
   * several threads; libtorch 2.10), which ends the process sooner or later.
   */
  static Tensor convolve(
      Tensor x, Tensor weight, TensorOptional bias, PoolWindow window, long groups) {
    boolean picks = window.points() && Arrays.stream(window.strides()).anyMatch(s -> s > 1);
    return torch.convolution(
        picks ? picked(x, window.strides()) : x,
        weight,
        bias,
        picks ? PoolWindow.or(null, window.rank(), 1) : window.strides(),
        window.begin(),
        window.dilations(),
        false,
        new long[window.rank()],
        groups);
  }

  private static Tensor picked(Tensor x, long[] strides) {
    Tensor out = x;
    for (int i = 0; i < strides.length; i++) {
      out = out.slice(i + 2, new LongOptional(0), new LongOptional(x.size(i + 2)), strides[i]);
    }
    return out;
  }

  /**
   * The full transposed convolution, cropped (or extended by zeros) to the padding asked for; the
   * bias comes last.
   */
  private static List<Tensor> convTranspose(Call call) {
    Node node = call.node();
    Tensor x = call.in(0);
    Tensor weight = call.in(1);
    int n = Tensors.rank(weight) - 2;
    PoolWindow window =
        PoolWindow.of(
            node.withoutAttribute("auto_pad"), PoolWindow.spatial(x), PoolWindow.spatial(weight));
    long[] outputPadding = PoolWindow.or(node.intsAttr("output_padding"), n, 0);
    long[] none = new long[n];
    Tensor full =
        torch.convolution(
            x,
            weight,
            new TensorOptional(),
            window.strides(),
            none,
            window.dilations(),
            true,
            none,
            node.intAttr("group", 1));
    long[] crop = crop(node, window, PoolWindow.spatial(x), outputPadding);
    Tensor out =
        PoolWindow.pad(full, Arrays.copyOf(crop, n), Arrays.copyOfRange(crop, n, 2 * n), 0);
    Tensor bias = call.optional(2);
    if (bias == null) {
      return List.of(out);
    }
    long[] shape = PoolWindow.or(null, n + 2, 1);
    shape[1] = -1;
    return List.of(out.add(bias.reshape(shape)));
  }

  /**
   * What to add before (first half) and after (second half) each axis of the full result; mostly
   * negative.
   */
  private static long[] crop(Node node, PoolWindow window, long[] sizes, long[] outputPadding) {
    int n = sizes.length;
    String auto = node.stringAttr("auto_pad", "NOTSET");
    long[] outputShape = node.intsAttr("output_shape");
    long[] crop = new long[2 * n];
    for (int i = 0; i < n; i++) {
      crop[i] = -window.begin()[i];
      crop[i + n] = outputPadding[i] - window.end()[i];
      boolean same = auto.startsWith("SAME");
      if (same || outputShape != null) {
        long wanted =
            outputShape == null
                ? sizes[i] * window.strides()[i]
                : outputShape[outputShape.length - n + i];
        long full = (sizes[i] - 1) * window.strides()[i] + window.extent(i);
        long total = Math.max(0, full + outputPadding[i] - wanted);
        long begin = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
        crop[i] = -begin;
        crop[i + n] = wanted - full + begin;
      }
    }
    return crop;
  }
}
