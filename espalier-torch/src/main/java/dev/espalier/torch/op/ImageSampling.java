package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Images read at given places, or put together from patches. */
final class ImageSampling {
  private static final int PLANE = 4;

  private ImageSampling() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("GridSample", ImageSampling::gridSample);
    catalogue.put("Col2Im", ImageSampling::col2im);
  }

  private static List<Tensor> gridSample(Call call) {
    Node node = call.node();
    Tensor x = call.in(0);
    long mode = interpolation(node.stringAttr("mode", "linear"));
    if (mode < 0 || mode > 1 && Tensors.rank(x) > PLANE) {
      throw call.unsupported("the mode " + node.stringAttr("mode", "") + " of GridSample");
    }
    long padding =
        switch (node.stringAttr("padding_mode", "zeros")) {
          case "border" -> 1;
          case "reflection" -> 2;
          default -> 0;
        };
    boolean corners = node.intAttr("align_corners", 0) != 0;
    return List.of(torch.grid_sampler(x, call.in(1), mode, padding, corners));
  }

  /** The number that libtorch has for a mode, whose names changed with operator set 20. */
  private static long interpolation(String mode) {
    return switch (mode) {
      case "linear", "bilinear" -> 0;
      case "nearest" -> 1;
      case "cubic", "bicubic" -> 2;
      default -> -1;
    };
  }

  private static List<Tensor> col2im(Call call) {
    long[] image = Objects.requireNonNull(call.longs(1));
    long[] kernel = Objects.requireNonNull(call.longs(2));
    PoolWindow window = PoolWindow.of(call.node(), image, kernel);
    if (image.length != 2 || !Arrays.equals(window.begin(), window.end())) {
      throw call.unsupported("Col2Im but for images whose sides are padded alike");
    }
    return List.of(
        torch.col2im(
            call.in(0), image, kernel, window.dilations(), window.begin(), window.strides()));
  }
}
