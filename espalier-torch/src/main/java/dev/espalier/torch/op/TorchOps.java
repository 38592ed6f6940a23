package dev.espalier.torch.op;

import java.util.Map;

/**
 * Operators that another jar makes trainable: the other half of a {@link dev.espalier.op.OpRule}
 * that it brings, without which a model with such an operator is pruned but not tuned.
 *
 * <p>Found by a class with a constructor without parameters that is named in {@code
 * META-INF/services/dev.espalier.torch.op.TorchOps}.
 */
@FunctionalInterface
public interface TorchOps {
  /**
   * How each is computed, by name: {@code TopK}, or {@code com.example.Scale} for operators of
   * other domains. Replaces what stood for these names.
   *
   * @return implementations by name
   */
  Map<String, TorchOp> operators();
}
