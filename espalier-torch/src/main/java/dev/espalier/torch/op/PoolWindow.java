package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Where a kernel is laid over the spatial axes, one entry an axis, with automatic padding resolved.
 *
 * @param kernel sizes
 * @param strides steps
 * @param dilations distances between taps
 * @param begin padding before the first element
 * @param end padding after the last element
 */
record PoolWindow(long[] kernel, long[] strides, long[] dilations, long[] begin, long[] end) {
  /** Reads the attributes that Conv and the pools share. */
  static PoolWindow of(Node node, long[] sizes, long[] kernel) {
    int n = kernel.length;
    long[] strides = or(node.intsAttr("strides"), n, 1);
    long[] dilations = or(node.intsAttr("dilations"), n, 1);
    String auto = node.stringAttr("auto_pad", "NOTSET");
    long[] begin = new long[n];
    long[] end = new long[n];
    long[] pads = node.intsAttr("pads");
    for (int i = 0; i < n; i++) {
      if (auto.startsWith("SAME")) {
        long out = -Math.floorDiv(-sizes[i], strides[i]);
        long total =
            Math.max(0, (out - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - sizes[i]);
        begin[i] = auto.equals("SAME_LOWER") ? total - total / 2 : total / 2;
        end[i] = total - begin[i];
      } else if (pads != null && auto.equals("NOTSET")) {
        begin[i] = pads[i];
        end[i] = pads[i + n];
      }
    }
    return new PoolWindow(kernel, strides, dilations, begin, end);
  }

  /** Sizes of the axes after batch and channels. */
  static long[] spatial(Tensor tensor) {
    long[] shape = Tensors.shape(tensor);
    return Arrays.copyOfRange(shape, 2, shape.length);
  }

  static long[] or(long @Nullable [] given, int n, long otherwise) {
    if (given != null) {
      return given;
    }
    long[] out = new long[n];
    Arrays.fill(out, otherwise);
    return out;
  }

  int rank() {
    return kernel.length;
  }

  boolean symmetric() {
    return Arrays.equals(begin, end);
  }

  /** Whether each window is one element, none of them padding. */
  boolean points() {
    return Arrays.stream(kernel).allMatch(k -> k == 1)
        && Arrays.stream(begin).allMatch(p -> p == 0)
        && Arrays.stream(end).allMatch(p -> p == 0);
  }

  /** Taps from the first to the last, both counted. */
  long extent(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  /**
   * How many windows fit; with {@code ceil} also one that starts inside and reaches over the end.
   */
  long count(int axis, long size, boolean ceil) {
    long room = size + begin[axis] + end[axis] - extent(axis);
    long windows = Math.floorDiv(room, strides[axis]) + 1;
    boolean more = ceil && Math.floorMod(room, strides[axis]) != 0;
    return more && windows * strides[axis] < size + begin[axis] ? windows + 1 : windows;
  }

  /** The same window without padding. */
  PoolWindow bare() {
    return new PoolWindow(kernel, strides, dilations, new long[rank()], new long[rank()]);
  }

  /**
   * {@code x} with {@code begin} and {@code end} elements of {@code value} more on its last axes;
   * negative ones crop.
   */
  static Tensor pad(Tensor x, long[] begin, long[] end, double value) {
    int n = begin.length;
    long[] pairs = new long[2 * n];
    for (int i = 0; i < n; i++) {
      pairs[2 * (n - 1 - i)] = begin[i];
      pairs[2 * (n - 1 - i) + 1] = end[i];
    }
    return torch.constant_pad_nd(x, pairs, new Scalar(value));
  }
}
