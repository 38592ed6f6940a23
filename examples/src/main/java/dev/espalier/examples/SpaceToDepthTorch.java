package dev.espalier.examples;

import dev.espalier.torch.op.Call;
import dev.espalier.torch.op.TorchOp;
import dev.espalier.torch.op.TorchOps;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * How libtorch computes SpaceToDepth, so that models with it can be tuned after a cut by {@link
 * SpaceToDepthRule}.
 *
 * <p>To copy: give the outputs of a node from its {@link Call}; gradients flow through whatever
 * libtorch differentiates. What cannot be done is told by {@link Call#unsupported}. Named in {@code
 * META-INF/services/dev.espalier.torch.op.TorchOps}.
 */
public final class SpaceToDepthTorch implements TorchOps {
  @Override
  public Map<String, TorchOp> operators() {
    return Map.of(SpaceToDepthRule.OPERATOR, SpaceToDepthTorch::folded);
  }

  /** [N, C, H, W] as [N, C, H/b, b, W/b, b], the two b moved before C, and joined to channels. */
  private static List<Tensor> folded(Call call) {
    Tensor x = call.in(0);
    long b = call.node().intAttr("blocksize", 1);
    long n = x.size(0);
    long c = x.size(1);
    long h = x.size(2) / b;
    long w = x.size(3) / b;
    Tensor blocks = x.reshape(n, c, h, b, w, b).permute(0, 3, 5, 1, 2, 4);
    return List.of(blocks.reshape(n, c * b * b, h, w));
  }
}
