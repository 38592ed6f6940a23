package dev.espalier.torch.op;

import dev.espalier.model.Dims;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Reductions over axes, and running sums. */
final class Reductions {
  private Reductions() {}

  /** Reduces {@code x} over {@code axes}. */
  private interface Reduction {
    Tensor over(Tensor x, long[] axes, boolean keep);
  }

  static void into(Map<String, TorchOp> catalogue) {
    put(catalogue, "ReduceSum", Reductions::sum);
    put(catalogue, "ReduceMean", Reductions::mean);
    put(catalogue, "ReduceMax", torch::amax);
    put(catalogue, "ReduceMin", torch::amin);
    put(catalogue, "ReduceProd", Reductions::product);
    put(catalogue, "ReduceL1", (x, axes, keep) -> sum(torch.abs(x), axes, keep));
    put(catalogue, "ReduceL2", (x, axes, keep) -> sum(x.mul(x), axes, keep).sqrt());
    put(catalogue, "ReduceSumSquare", (x, axes, keep) -> sum(x.mul(x), axes, keep));
    put(catalogue, "ReduceLogSum", (x, axes, keep) -> sum(x, axes, keep).log());
    put(catalogue, "ReduceLogSumExp", torch::logsumexp);
    catalogue.put("ArgMax", call -> place(call, torch::argmax));
    catalogue.put("ArgMin", call -> place(call, torch::argmin));
    catalogue.put("CumSum", Reductions::cumulative);
  }

  private static void put(Map<String, TorchOp> catalogue, String op, Reduction reduction) {
    catalogue.put(op, call -> List.of(reduce(call, reduction)));
  }

  /**
   * Axes are an attribute in older operator sets, an input in newer; none given means all, unless
   * the node says otherwise.
   */
  private static Tensor reduce(Call call, Reduction reduction) {
    Tensor x = call.in(0);
    long[] axes = call.longs(1, "axes");
    if (axes == null || axes.length == 0) {
      if (call.node().intAttr("noop_with_empty_axes", 0) != 0) {
        return reduction.over(x.unsqueeze(0), new long[] {0}, false);
      }
      axes = LongStream.range(0, Tensors.rank(x)).toArray();
    }
    boolean keep = call.node().intAttr("keepdims", 1) != 0;
    if (x.numel() == 0 && call.node().op().matches("ReduceM(ax|in)")) {
      throw call.unsupported("the extreme of no elements");
    }
    return axes.length == 0
        ? reduction.over(x.unsqueeze(0), new long[] {0}, false)
        : reduction.over(x, axes, keep);
  }

  private static Tensor sum(Tensor x, long[] axes, boolean keep) {
    return torch.sum(x, axes, keep, new ScalarTypeOptional(x.scalar_type()));
  }

  private static Tensor mean(Tensor x, long[] axes, boolean keep) {
    if (Tensors.floating(x)) {
      return torch.mean(x, axes, keep, new ScalarTypeOptional());
    }
    return torch
        .mean(x, axes, keep, new ScalarTypeOptional(torch.ScalarType.Double))
        .to(x.scalar_type());
  }

  private static Tensor product(Tensor x, long[] axes, boolean keep) {
    int rank = Tensors.rank(x);
    long[] fromBack = Arrays.stream(axes).map(a -> Dims.axis(a, rank)).sorted().toArray();
    Tensor out = x;
    for (int i = fromBack.length - 1; i >= 0; i--) {
      out = torch.prod(out, fromBack[i], keep, new ScalarTypeOptional(x.scalar_type()));
    }
    return out;
  }

  /** Finds the place of an extreme along an axis. */
  private interface Extreme {
    Tensor along(Tensor x, LongOptional axis, boolean keep);
  }

  private static List<Tensor> place(Call call, Extreme extreme) {
    Tensor x = call.in(0);
    boolean keep = call.node().intAttr("keepdims", 1) != 0;
    long axis = call.node().intAttr("axis", 0);
    if (call.node().intAttr("select_last_index", 0) == 0) {
      return List.of(extreme.along(x, new LongOptional(axis), keep));
    }
    Tensor fromBack = extreme.along(torch.flip(x, axis), new LongOptional(axis), keep);
    return List.of(fromBack.neg().add(new Scalar(x.size(axis) - 1)));
  }

  private static List<Tensor> cumulative(Call call) {
    long axis = Tensors.longs(call.in(1))[0];
    boolean reverse = call.node().intAttr("reverse", 0) != 0;
    Tensor x = reverse ? torch.flip(call.in(0), axis) : call.in(0);
    Tensor out = torch.cumsum(x, axis, new ScalarTypeOptional(x.scalar_type()));
    if (call.node().intAttr("exclusive", 0) != 0) {
      out = out.sub(x);
    }
    return List.of(reverse ? torch.flip(out, axis) : out);
  }
}
