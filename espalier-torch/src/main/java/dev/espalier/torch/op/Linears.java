package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Matrix products. */
final class Linears {
  private Linears() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("MatMul", c -> List.of(torch.matmul(c.in(0), c.in(1))));
    catalogue.put("Gemm", Linears::gemm);
    catalogue.put("Einsum", Linears::einsum);
  }

  private static List<Tensor> einsum(Call call) {
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < call.inputs().size(); i++) {
      operands.add(call.in(i));
    }
    String equation = call.node().stringAttr("equation", "");
    return List.of(torch.einsum(equation, Tensors.vector(operands)));
  }

  static List<Tensor> gemm(Call call) {
    Node node = call.node();
    Tensor a = node.intAttr("transA", 0) != 0 ? call.in(0).t() : call.in(0);
    boolean transB = node.intAttr("transB", 0) != 0;
    float alpha = node.floatAttr("alpha", 1);
    float beta = node.floatAttr("beta", 1);
    Tensor c = call.optional(2);
    if (transB && alpha == 1 && (c == null || beta == 1 && c.dim() == 1)) {
      return List.of(
          torch.linear(a, call.in(1), c == null ? new TensorOptional() : new TensorOptional(c)));
    }
    Tensor b = transB ? call.in(1).t() : call.in(1);
    if (c == null) {
      Tensor product = torch.mm(a, b);
      return List.of(alpha == 1 ? product : product.mul(new Scalar(alpha)));
    }
    return List.of(torch.addmm(c, a, b, new Scalar(beta), new Scalar(alpha)));
  }
}
