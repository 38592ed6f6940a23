package dev.espalier.model;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * What a convolution of {@link GraphBuilder} looks like; sizes hold for every spatial axis.
 *
 * @param channels output channels
 * @param kernel size of the window
 * @param stride step of the window
 * @param pad zeros on either side
 * @param groups groups of channels; equal to the input's channels for a depthwise convolution
 * @param bias whether a bias is added
 */
public record ConvSpec(int channels, int kernel, int stride, int pad, int groups, boolean bias) {
  /**
   * Stride 1, padded so that odd kernels keep the size, one group, with bias.
   *
   * @param channels that it makes
   * @param kernel elements of its window along each axis
   * @return a convolution of that kind
   */
  public static ConvSpec of(int channels, int kernel) {
    return new ConvSpec(channels, kernel, 1, kernel / 2, 1, true);
  }

  /**
   * {@return the same with this step in both directions}
   *
   * @param changed elements between windows
   */
  public ConvSpec stride(int changed) {
    return new ConvSpec(channels, kernel, changed, pad, groups, bias);
  }

  /**
   * {@return the same with this padding on all sides}
   *
   * @param changed elements of zeros on each side
   */
  public ConvSpec pad(int changed) {
    return new ConvSpec(channels, kernel, stride, changed, groups, bias);
  }

  /**
   * {@return the same in this many groups}
   *
   * @param changed number of groups
   */
  public ConvSpec groups(int changed) {
    return new ConvSpec(channels, kernel, stride, pad, changed, bias);
  }

  /** {@return the same without a bias} */
  public ConvSpec withoutBias() {
    return new ConvSpec(channels, kernel, stride, pad, groups, false);
  }

  /** The same making this many channels. */
  ConvSpec channels(int changed) {
    return new ConvSpec(changed, kernel, stride, pad, groups, bias);
  }

  /** Size of the window along each spatial axis. */
  int[] kernel(int spatial) {
    return filled(spatial, kernel);
  }

  /** The attributes of windows over this many spatial axes, which pooling has too; a new map. */
  Map<String, Attribute> windows(int spatial) {
    return Attributes.of(
        "kernel_shape", kernel(spatial),
        "strides", filled(spatial, stride),
        "pads", filled(2 * spatial, pad));
  }

  private static int[] filled(int length, int value) {
    int[] out = new int[length];
    Arrays.fill(out, value);
    return out;
  }

  /** Sizes of what comes of an input of these; unknown sizes (-1) stay unknown. */
  int[] slid(int... in) {
    return sized(in, size -> (size + 2 * pad - kernel) / stride + 1);
  }

  /** Like {@link #slid}, of a transposed convolution. */
  int[] spread(int... in) {
    return sized(in, size -> (size - 1) * stride - 2 * pad + kernel);
  }

  private int[] sized(int[] in, IntUnaryOperator axis) {
    int[] out = in.clone();
    out[1] = channels;
    for (int i = 2; i < out.length; i++) {
      out[i] = in[i] < 0 ? -1 : axis.applyAsInt(in[i]);
    }
    return out;
  }
}
