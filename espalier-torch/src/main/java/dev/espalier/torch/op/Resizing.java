package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Resize and Upsample by nearest or linear interpolation, one axis after the other. */
final class Resizing {
  private Resizing() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("Resize", Resizing::resize);
    catalogue.put("Upsample", Resizing::upsample);
  }

  private static List<Tensor> upsample(Call call) {
    return List.of(along(call, Objects.requireNonNull(floats(call, 1)), null));
  }

  private static List<Tensor> resize(Call call) {
    if (call.opset() < 11) {
      return List.of(along(call, Objects.requireNonNull(floats(call, 1)), null));
    }
    Node node = call.node();
    boolean plain = node.intAttr("antialias", 0) == 0 && node.intsAttr("axes") == null;
    if (!plain || !node.stringAttr("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw call.unsupported("this kind of Resize");
    }
    double[] scales = floats(call, 2);
    long[] sizes = call.longs(3);
    boolean scaled = scales != null && scales.length > 0;
    return List.of(along(call, scaled ? scales : null, scaled ? null : sizes));
  }

  private static double @Nullable [] floats(Call call, int input) {
    Tensor given = call.optional(input);
    if (given == null) {
      return null;
    }
    float[] values = Tensors.toModel(given).floats();
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  private static Tensor along(Call call, double @Nullable [] scales, long @Nullable [] sizes) {
    Tensor out = new Tensor(call.in(0));
    for (int axis = 0; axis < Tensors.rank(call.in(0)); axis++) {
      long from = out.size(axis);
      long to =
          sizes != null
              ? sizes[axis]
              : (long) Math.floor(from * Objects.requireNonNull(scales)[axis]);
      double scale = scales != null ? scales[axis] : (double) to / from;
      if (to != from || scale != 1) {
        out = along(call, out, axis, new Line(from, to, scale));
      }
    }
    return out;
  }

  /** One axis: its size before and after, and the stated ratio. */
  private record Line(long from, long to, double scale) {
    double source(long i, String mode) {
      return switch (mode) {
        case "asymmetric" -> i / scale;
        case "align_corners" -> to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
        case "pytorch_half_pixel" -> to == 1 ? 0 : (i + 0.5) / scale - 0.5;
        default -> (i + 0.5) / scale - 0.5;
      };
    }
  }

  private static Tensor along(Call call, Tensor x, int axis, Line line) {
    Node node = call.node();
    String transform =
        node.stringAttr(
            "coordinate_transformation_mode", call.opset() < 11 ? "asymmetric" : "half_pixel");
    if (transform.equals("tf_crop_and_resize") || transform.equals("half_pixel_symmetric")) {
      throw call.unsupported("the coordinates " + transform + " of Resize");
    }
    long[] low = new long[(int) line.to()];
    long[] high = new long[low.length];
    float[] share = new float[low.length];
    String mode = node.stringAttr("mode", "nearest");
    for (int i = 0; i < low.length; i++) {
      double at = line.source(i, transform);
      double first = mode.equals("nearest") ? nearest(at, call) : Math.floor(at);
      share[i] = (float) (at - first);
      low[i] = Shaping.clamp((long) first, 0, line.from() - 1);
      high[i] = Shaping.clamp((long) first + 1, 0, line.from() - 1);
    }
    if (mode.equals("nearest")) {
      return Shaping.pick(x, axis, low);
    } else if (!mode.equals("linear")) {
      throw call.unsupported("the mode " + mode + " of Resize");
    }
    long[] shape = PoolWindow.or(null, Tensors.rank(x), 1);
    shape[axis] = -1;
    Tensor weight =
        Tensors.copyOf(dev.espalier.model.Tensor.floats(share, share.length)).reshape(shape);
    Tensor rest = weight.neg().add(new Scalar(1.0));
    return torch.add(Shaping.pick(x, axis, low).mul(rest), Shaping.pick(x, axis, high).mul(weight));
  }

  private static double nearest(double at, Call call) {
    String how =
        call.node().stringAttr("nearest_mode", call.opset() < 11 ? "floor" : "round_prefer_floor");
    return switch (how) {
      case "floor" -> Math.floor(at);
      case "ceil" -> Math.ceil(at);
      case "round_prefer_ceil" -> Math.floor(at + 0.5);
      default -> Math.ceil(at - 0.5);
    };
  }
}
