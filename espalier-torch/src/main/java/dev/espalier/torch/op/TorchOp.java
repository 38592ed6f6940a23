package dev.espalier.torch.op;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** How one ONNX operator is computed with libtorch, so that gradients flow through it. */
@FunctionalInterface
public interface TorchOp {
  /**
   * {@return the outputs of one node, in order; trailing ones that nothing asked for may be
   * missing} Temporaries belong to the caller's scope.
   *
   * @param call the node with its inputs
   */
  List<Tensor> run(Call call);
}
