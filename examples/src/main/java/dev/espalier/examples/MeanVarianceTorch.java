package dev.espalier.examples;

import dev.espalier.torch.op.Call;
import dev.espalier.torch.op.TorchOp;
import dev.espalier.torch.op.TorchOps;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How libtorch computes MeanVarianceNormalization, so that models with it can be tuned after a cut
 * by {@link MeanVarianceRule}.
 *
 * <p>To copy: give the outputs of a node from its {@link Call}; gradients flow through whatever
 * libtorch differentiates. What cannot be done is told by {@link Call#unsupported}. Named in {@code
 * META-INF/services/dev.espalier.torch.op.TorchOps}.
 */
public final class MeanVarianceTorch implements TorchOps {
  /** As ONNX has it, so that nothing is divided by zero. */
  private static final Scalar LITTLE = new Scalar(1e-9);

  @Override
  public Map<String, TorchOp> operators() {
    return Map.of(MeanVarianceRule.OPERATOR, MeanVarianceTorch::normalised);
  }

  private static List<Tensor> normalised(Call call) {
    long[] axes = MeanVarianceRule.axes(call.node());
    Tensor centred = call.in(0).sub(mean(call.in(0), axes));
    Tensor deviation = mean(centred.mul(centred), axes).add(LITTLE).sqrt();
    return List.of(centred.div(deviation));
  }

  private static Tensor mean(Tensor x, long[] axes) {
    return torch.mean(x, axes, true, new ScalarTypeOptional());
  }
}
