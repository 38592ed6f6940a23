package dev.espalier.torch.op;

import dev.espalier.model.Dims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The same elements with other axes, or repeated along them. */
final class Shaping {
  private Shaping() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("Reshape", Shaping::reshape);
    catalogue.put(
        "Flatten",
        c ->
            List.of(
                c.in(0).reshape(flat(Tensors.shape(c.in(0)), (int) c.node().intAttr("axis", 1)))));
    catalogue.put("Transpose", Shaping::transpose);
    catalogue.put("Squeeze", Shaping::squeeze);
    catalogue.put("Unsqueeze", Shaping::unsqueeze);
    catalogue.put("Expand", Shaping::expand);
    catalogue.put("Tile", c -> List.of(c.in(0).repeat(Objects.requireNonNull(c.longs(1)))));
    catalogue.put("DepthToSpace", Shaping::depthToSpace);
    catalogue.put("SpaceToDepth", Shaping::spaceToDepth);
  }

  /** The shape of a matrix whose columns are the axes from {@code axis} on. */
  static long[] flat(long[] shape, int axis) {
    int from = Dims.axis(axis, shape.length);
    long rows = Arrays.stream(shape, 0, from).reduce(1, Math::multiplyExact);
    long columns = Arrays.stream(shape, from, shape.length).reduce(1, Math::multiplyExact);
    return new long[] {rows, columns};
  }

  private static List<Tensor> reshape(Call call) {
    Tensor x = call.in(0);
    long[] target = Objects.requireNonNull(call.longs(1, "shape")).clone();
    if (call.node().intAttr("allowzero", 0) == 0) {
      for (int i = 0; i < target.length; i++) {
        target[i] = target[i] == 0 ? x.size(i) : target[i];
      }
    }
    return List.of(x.reshape(target));
  }

  private static List<Tensor> transpose(Call call) {
    Tensor x = call.in(0);
    long[] order = call.node().intsAttr("perm");
    int rank = Tensors.rank(x);
    return List.of(
        x.permute(
            order != null ? order : LongStream.range(0, rank).map(i -> rank - 1 - i).toArray()));
  }

  private static List<Tensor> squeeze(Call call) {
    long[] axes = call.longs(1, "axes");
    return List.of(axes == null ? call.in(0).squeeze() : call.in(0).squeeze(axes));
  }

  private static List<Tensor> unsqueeze(Call call) {
    long[] axes = Objects.requireNonNull(call.longs(1, "axes"));
    Tensor out = new Tensor(call.in(0));
    int rank = Tensors.rank(out) + axes.length;
    for (long axis : Arrays.stream(axes).map(a -> Dims.axis(a, rank)).sorted().toArray()) {
      out = out.unsqueeze(axis);
    }
    return List.of(out);
  }

  private static List<Tensor> expand(Call call) {
    long[] shape = Tensors.shape(call.in(0));
    long[] wanted = Objects.requireNonNull(call.longs(1));
    long[] out = new long[Math.max(shape.length, wanted.length)];
    for (int i = 1; i <= out.length; i++) {
      long a = i <= shape.length ? shape[shape.length - i] : 1;
      long b = i <= wanted.length ? wanted[wanted.length - i] : 1;
      out[out.length - i] = a == 1 ? b : a;
    }
    return List.of(call.in(0).expand(out));
  }

  private static List<Tensor> depthToSpace(Call call) {
    Tensor x = call.in(0);
    long b = call.node().intAttr("blocksize", 1);
    boolean columnFirst = call.node().stringAttr("mode", "DCR").equals("CRD");
    long c = x.size(1) / (b * b);
    List<Long> split = new ArrayList<>(columnFirst ? List.of(c, b, b) : List.of(b, b, c));
    split.add(0, x.size(0));
    split.add(x.size(2));
    split.add(x.size(3));
    Tensor six = x.reshape(split.stream().mapToLong(Long::longValue).toArray());
    Tensor moved = columnFirst ? six.permute(0, 1, 4, 2, 5, 3) : six.permute(0, 3, 4, 1, 5, 2);
    return List.of(moved.reshape(x.size(0), c, x.size(2) * b, x.size(3) * b));
  }

  private static List<Tensor> spaceToDepth(Call call) {
    Tensor x = call.in(0);
    long b = call.node().intAttr("blocksize", 1);
    long h = x.size(2) / b;
    long w = x.size(3) / b;
    Tensor six = x.reshape(x.size(0), x.size(1), h, b, w, b).permute(0, 3, 5, 1, 2, 4);
    return List.of(six.reshape(x.size(0), x.size(1) * b * b, h, w));
  }

  /** The elements at {@code positions} of {@code axis}, in that order. */
  static Tensor pick(Tensor x, long axis, long[] positions) {
    return torch.index_select(x, axis, Tensors.vector(positions));
  }

  static long clamp(long value, long low, long high) {
    return Math.max(low, Math.min(high, value));
  }
}
