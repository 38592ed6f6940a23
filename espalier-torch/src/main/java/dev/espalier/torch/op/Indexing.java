package dev.espalier.torch.op;

import dev.espalier.model.Dims;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Parts of tensors: gathered, sliced, split, joined, padded. */
final class Indexing {
  private Indexing() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("Gather", Indexing::gather);
    catalogue.put("Slice", Indexing::slice);
    catalogue.put("Split", Indexing::split);
    catalogue.put(
        "Concat", c -> List.of(torch.cat(Tensors.vector(present(c)), c.node().intAttr("axis", 0))));
    catalogue.put("Pad", Indexing::pad);
    catalogue.put("OneHot", Indexing::oneHot);
  }

  private static List<Tensor> present(Call call) {
    return call.inputs().stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /** Indices that count from the back, counted from the front. */
  static Tensor fromFront(Tensor indices, long size) {
    Tensor whole = indices.to(torch.ScalarType.Long);
    return torch.where(torch.lt(whole, new Scalar(0L)), whole.add(new Scalar(size)), whole);
  }

  private static List<Tensor> gather(Call call) {
    Tensor data = call.in(0);
    int axis = Dims.axis(call.node().intAttr("axis", 0), Tensors.rank(data));
    Tensor indices = fromFront(call.in(1), data.size(axis));
    if (axis == 0 && data.dim() == 2 && Tensors.floating(data)) {
      return List.of(torch.embedding(data, indices));
    }
    long[] shape = Tensors.shape(data);
    long[] picked = Tensors.shape(indices);
    long[] out = new long[shape.length - 1 + picked.length];
    System.arraycopy(shape, 0, out, 0, axis);
    System.arraycopy(picked, 0, out, axis, picked.length);
    System.arraycopy(shape, axis + 1, out, axis + picked.length, shape.length - 1 - axis);
    return List.of(torch.index_select(data, axis, indices.reshape(-1)).reshape(out));
  }

  private static List<Tensor> slice(Call call) {
    Tensor x = call.in(0);
    boolean attributes = call.opset() < 10;
    long[] starts =
        Objects.requireNonNull(attributes ? call.node().intsAttr("starts") : call.longs(1));
    long[] ends = Objects.requireNonNull(attributes ? call.node().intsAttr("ends") : call.longs(2));
    long[] axes = attributes ? call.node().intsAttr("axes") : call.longs(3);
    long[] steps = attributes ? null : call.longs(4);
    Tensor out = new Tensor(x);
    for (int i = 0; i < starts.length; i++) {
      int axis = Dims.axis(axes == null ? i : axes[i], Tensors.rank(x));
      out = slice(out, axis, starts[i], ends[i], steps == null ? 1 : steps[i]);
    }
    return List.of(out);
  }

  private static Tensor slice(Tensor x, int axis, long start, long end, long step) {
    long size = x.size(axis);
    long from = start < 0 ? start + size : start;
    long to = end < 0 ? end + size : end;
    if (step > 0) {
      from = Shaping.clamp(from, 0L, size);
      to = Shaping.clamp(to, from, Math.max(from, size));
      return x.slice(axis, new LongOptional(from), new LongOptional(to), step);
    }
    from = Shaping.clamp(from, -1L, size - 1);
    long last = Shaping.clamp(to, -1L, size - 1);
    return Shaping.pick(x, axis, LongStream.iterate(from, i -> i > last, i -> i + step).toArray());
  }

  private static List<Tensor> split(Call call) {
    Tensor x = call.in(0);
    int axis = Dims.axis(call.node().intAttr("axis", 0), Tensors.rank(x));
    long[] sizes = call.longs(1, "split");
    if (sizes == null) {
      int parts = call.node().outputs().size();
      long size = x.size(axis);
      long each = -Math.floorDiv(-size, parts);
      sizes = LongStream.range(0, parts).map(i -> Math.min(each, size - i * each)).toArray();
    }
    return Tensors.list(torch.split_with_sizes(x, sizes, axis));
  }

  private static List<Tensor> pad(Call call) {
    Tensor x = call.in(0);
    long[] given = Objects.requireNonNull(call.longs(1, "pads"));
    long[] axes = call.longs(3);
    int n = Tensors.rank(x);
    long[] begin = new long[n];
    long[] end = new long[n];
    for (int i = 0; i < given.length / 2; i++) {
      int axis = axes == null ? i : Dims.axis(axes[i], n);
      begin[axis] = given[i];
      end[axis] = given[i + given.length / 2];
    }
    String mode = call.node().stringAttr("mode", "constant");
    if (mode.equals("constant")) {
      Tensor value = call.optional(2);
      double filler =
          value == null
              ? call.node().floatAttr("value", 0)
              : value.to(torch.ScalarType.Double).item_double();
      return List.of(PoolWindow.pad(x, begin, end, filler));
    }
    Tensor out = new Tensor(x);
    for (int axis = 0; axis < n; axis++) {
      out = extend(out, axis, new long[] {begin[axis], end[axis]}, mode);
    }
    return List.of(out);
  }

  private static Tensor extend(Tensor x, int axis, long[] pads, String mode) {
    if (pads[0] == 0 && pads[1] == 0) {
      return x;
    }
    long size = x.size(axis);
    return Shaping.pick(
        x,
        axis,
        LongStream.range(-pads[0], size + pads[1]).map(i -> source(i, size, mode)).toArray());
  }

  private static long source(long i, long size, String mode) {
    return switch (mode) {
      case "reflect" -> {
        long period = Math.max(1, 2 * (size - 1));
        long p = Math.floorMod(i, period);
        yield p < size ? p : period - p;
      }
      case "wrap" -> Math.floorMod(i, size);
      default -> Shaping.clamp(i, 0L, size - 1);
    };
  }

  /** Indices outside of the depth have no hot element. */
  private static List<Tensor> oneHot(Call call) {
    long depth = call.in(1).to(torch.ScalarType.Long).item_long();
    Tensor indices = fromFront(call.in(0), depth);
    int rank = Tensors.rank(indices);
    int axis = Dims.axis(call.node().intAttr("axis", -1), rank + 1);
    long[] shape = PoolWindow.or(null, rank + 1, 1);
    shape[axis] = depth;
    Tensor places = Tensors.vector(LongStream.range(0, depth).toArray()).reshape(shape);
    Tensor hot = torch.eq(indices.unsqueeze(axis), places);
    return List.of(torch.where(hot, call.in(2).select(0, 1), call.in(2).select(0, 0)));
  }
}
