package dev.espalier.torch;

import dev.espalier.recipe.PenaltyKind;
import dev.espalier.recipe.TuneSettings.Penalty;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Pressure on the weights, added to their gradients: l1 {@code λ Σ|w|}, l2 {@code λ Σw²},
 * group-lasso {@code λ Σ‖row‖} over the rows of axis 0 (filters, output units), bn-scale {@code λ
 * Σ|γ|} over the scales of normalisations (Liu et al. 2017, "Learning Efficient Convolutional
 * Networks through Network Slimming").
 */
final class Penalties {
  private static final double TINY = 1e-12;

  private Penalties() {}

  static void add(Learner learner, Penalty penalty) {
    if (penalty.kind() == PenaltyKind.NONE || penalty.lambda() == 0) {
      return;
    }
    boolean scales = penalty.kind() == PenaltyKind.BN_SCALE;
    learner
        .parameters()
        .forEach(
            (name, weight) -> {
              boolean meant =
                  scales
                      ? learner.role(name) == ParameterRole.SCALE
                      : learner.role(name) == ParameterRole.WEIGHT;
              if (meant && weight.grad().defined()) {
                weight
                    .mutable_grad()
                    .add_(slope(weight.detach(), penalty.kind()), new Scalar(penalty.lambda()));
              }
            });
  }

  private static Tensor slope(Tensor weight, PenaltyKind kind) {
    return switch (kind) {
      case L2 -> weight.mul(new Scalar(2.0));
      case GROUP_LASSO -> {
        long[] inner = LongStream.range(1, weight.dim()).toArray();
        Tensor squares = weight.mul(weight);
        Tensor norms =
            inner.length == 0 ? squares : torch.sum(squares, inner, true, new ScalarTypeOptional());
        yield weight.div(norms.sqrt().add(new Scalar(TINY)));
      }
      case NONE, L1, BN_SCALE -> torch.sign(weight);
    };
  }
}
