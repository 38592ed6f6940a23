package dev.espalier.torch.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Convolutions of which libtorch's own kernels are not to be trusted. */
class ConvolutionsTest {
  /** Shapes on which the kernel for gradients of strided points wrote outside of its memory. */
  @Test
  void stridedPointsHaveTheGradientsOfDoublePrecision() {
    torch.set_num_threads(2);
    PoolWindow window =
        new PoolWindow(
            new long[] {1, 1},
            new long[] {2, 2},
            new long[] {1, 1},
            new long[] {0, 0},
            new long[] {0, 0});
    for (int round = 0; round < 30; round++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor x = torch.randn(37, 13, 32, 32).contiguous(torch.MemoryFormat.ChannelsLast);
        Tensor w = torch.randn(17, 13, 1, 1).contiguous(torch.MemoryFormat.ChannelsLast);
        Tensor exact = w.to(torch.ScalarType.Double).detach();
        w.set_requires_grad(true);
        exact.set_requires_grad(true);
        Convolutions.convolve(x, w, new TensorOptional(), window, 1).sin().sum().backward();
        torch
            .convolution(
                x.to(torch.ScalarType.Double),
                exact,
                new TensorOptional(),
                window.strides(),
                window.begin(),
                window.dilations(),
                false,
                new long[2],
                1)
            .sin()
            .sum()
            .backward();
        Tensor off = w.grad().to(torch.ScalarType.Double).sub(exact.grad()).abs().max();
        assertEquals(0, off.item_double() / exact.grad().abs().max().item_double(), 1e-4);
      }
    }
  }
}
