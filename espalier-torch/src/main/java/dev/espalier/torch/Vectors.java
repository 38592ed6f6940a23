package dev.espalier.torch;

import dev.espalier.task.Pooling;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** One vector a record from an output, with gradients: what {@link Pooling#vectors} computes. */
final class Vectors {
  private static final double TINY = 1e-12;

  private Vectors() {}

  /**
   * {@code [N, d]}.
   *
   * @param output records along axis 0
   * @param inputs of the model, among them the mask {@code [N, T]}
   */
  static Tensor of(Pooling pooling, Tensor output, Map<String, Tensor> inputs) {
    int rank = (int) output.dim();
    Tensor vectors =
        switch (pooling.tokens(rank)) {
          case MEAN -> mean(output, inputs);
          case CLS -> output.select(1, 0);
          default -> output.reshape(output.size(0), -1);
        };
    return pooling.normalised(rank)
        ? vectors.div(vectors.square().sum(1).sqrt().clamp_min(new Scalar(TINY)).unsqueeze(1))
        : vectors;
  }

  private static Tensor mean(Tensor output, Map<String, Tensor> inputs) {
    long tokens = output.size(0) * output.size(1);
    Tensor mask =
        inputs.entrySet().stream()
            .filter(e -> Pooling.mask(e.getKey()) && e.getValue().numel() == tokens)
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    if (mask == null) {
      return output.mean(1);
    }
    Tensor weights =
        mask.to(output.scalar_type()).reshape(output.size(0), output.size(1)).unsqueeze(2);
    return output.mul(weights).sum(1).div(weights.sum(1).clamp_min(new Scalar(TINY)));
  }
}
