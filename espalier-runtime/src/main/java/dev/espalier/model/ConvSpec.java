package dev.espalier.model;

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

  /** Size of a spatial axis after a window slides over it; unknown sizes (-1) stay unknown. */
  int slide(int size) {
    return size < 0 ? -1 : (size + 2 * pad - kernel) / stride + 1;
  }
}
