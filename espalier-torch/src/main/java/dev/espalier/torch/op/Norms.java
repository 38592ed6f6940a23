package dev.espalier.torch.op;

import dev.espalier.model.Dims;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Normalisations. */
final class Norms {
  private Norms() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("BatchNormalization", Norms::batch);
    catalogue.put("InstanceNormalization", Norms::instance);
    catalogue.put("LayerNormalization", Norms::layer);
    catalogue.put("RMSNormalization", Norms::rootMeanSquare);
    catalogue.put("SimplifiedLayerNormalization", Norms::rootMeanSquare);
    catalogue.put("GroupNormalization", Norms::group);
  }

  /**
   * Updates the running statistics in place when training: {@code running = momentum · running + (1
   * - momentum) · batch}. A batch with one value a channel has no variance, so it is normalised by
   * the running statistics.
   */
  private static List<Tensor> batch(Call call) {
    Tensor x = call.in(0);
    float eps = call.node().floatAttr("epsilon", 1e-5f);
    if (call.opset() >= 14 && call.node().intAttr("training_mode", 0) != 0) {
      return batchStatistics(call, x, eps);
    }
    boolean training = call.training() && x.numel() > x.size(1);
    double own = 1 - call.node().floatAttr("momentum", 0.9f);
    double cumulative = call.mode().cumulative();
    return List.of(
        torch.batch_norm(
            x,
            call.maybe(1),
            call.maybe(2),
            call.maybe(3),
            call.maybe(4),
            training,
            cumulative < 0 ? own : cumulative,
            eps,
            false));
  }

  /** The operator's own training mode, in which it also gives the new running statistics. */
  private static List<Tensor> batchStatistics(Call call, Tensor x, float eps) {
    long[] axes = IntStream.range(0, Tensors.rank(x)).filter(i -> i != 1).asLongStream().toArray();
    Tensor mean = torch.mean(x, axes, true, new ScalarTypeOptional());
    Tensor centred = x.sub(mean);
    Tensor variance = torch.mean(centred.mul(centred), axes, true, new ScalarTypeOptional());
    Tensor scaled = centred.div(variance.add(new Scalar(eps)).sqrt());
    Tensor out = scaled.mul(column(call.in(1), x)).add(column(call.in(2), x));
    double momentum = call.node().floatAttr("momentum", 0.9f);
    return List.of(
        out,
        blend(call.in(3), mean.flatten(), momentum),
        blend(call.in(4), variance.flatten(), momentum));
  }

  private static Tensor blend(Tensor running, Tensor batch, double momentum) {
    return running.mul(new Scalar(momentum)).add(batch.mul(new Scalar(1 - momentum)));
  }

  /** A vector shaped to meet the channels of {@code x}. */
  private static Tensor column(Tensor vector, Tensor x) {
    long[] shape = PoolWindow.or(null, Tensors.rank(x), 1);
    shape[1] = -1;
    return vector.reshape(shape);
  }

  private static List<Tensor> instance(Call call) {
    float eps = call.node().floatAttr("epsilon", 1e-5f);
    TensorOptional none = new TensorOptional();
    return List.of(
        torch.instance_norm(
            call.in(0),
            call.maybe(1),
            call.maybe(2),
            none,
            new TensorOptional(),
            true,
            0,
            eps,
            false));
  }

  private static List<Tensor> layer(Call call) {
    Tensor x = call.in(0);
    float eps = call.node().floatAttr("epsilon", 1e-5f);
    int axis = Dims.axis(call.node().intAttr("axis", -1), Tensors.rank(x));
    long[] shape = Arrays.copyOfRange(Tensors.shape(x), axis, Tensors.rank(x));
    Tensor scale = call.in(1).expand(shape);
    Tensor bias = call.optional(2);
    TensorOptional shift =
        bias == null ? new TensorOptional() : new TensorOptional(bias.expand(shape));
    Tensor out = torch.layer_norm(x, shape, new TensorOptional(scale), shift, eps, false);
    if (call.node().outputs().size() == 1) {
      return List.of(out);
    }
    long[] axes = IntStream.range(axis, Tensors.rank(x)).asLongStream().toArray();
    Tensor mean = torch.mean(x, axes, true, new ScalarTypeOptional());
    Tensor centred = x.sub(mean);
    Tensor variance = torch.mean(centred.mul(centred), axes, true, new ScalarTypeOptional());
    return List.of(out, mean, variance.add(new Scalar(eps)).rsqrt());
  }

  private static List<Tensor> rootMeanSquare(Call call) {
    Tensor x = call.in(0);
    float eps = call.node().floatAttr("epsilon", 1e-5f);
    int axis = Dims.axis(call.node().intAttr("axis", -1), Tensors.rank(x));
    long[] axes = IntStream.range(axis, Tensors.rank(x)).asLongStream().toArray();
    Tensor square = torch.mean(x.mul(x), axes, true, new ScalarTypeOptional());
    Tensor inverse = square.add(new Scalar(eps)).rsqrt();
    return List.of(x.mul(inverse).mul(call.in(1)), inverse);
  }

  /** Scale and bias are per group up to opset 20, per channel from 21. */
  private static List<Tensor> group(Call call) {
    Tensor x = call.in(0);
    long groups = call.node().intAttr("num_groups", 1);
    float eps = call.node().floatAttr("epsilon", 1e-5f);
    long each = x.size(1) / call.in(1).numel();
    Tensor scale = torch.repeat_interleave(call.in(1), each);
    Tensor bias = torch.repeat_interleave(call.in(2), each);
    return List.of(
        torch.group_norm(
            x, groups, new TensorOptional(scale), new TensorOptional(bias), eps, false));
  }
}
