package dev.espalier.torch.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What ONNX Runtime makes of several standard operators. */
final class Fused {
  private static final float TINY = 1e-12f;

  private Fused() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("com.microsoft.BiasGelu", c -> gelu(c.in(0).add(c.in(1)), "none"));
    catalogue.put("com.microsoft.Gelu", c -> gelu(c.in(0), "none"));
    catalogue.put(
        "com.microsoft.FastGelu", c -> gelu(c.has(1) ? c.in(0).add(c.in(1)) : c.in(0), "tanh"));
    catalogue.put("com.microsoft.QuickGelu", Fused::quickGelu);
    catalogue.put("com.microsoft.FusedMatMul", Fused::matMul);
    catalogue.put("com.microsoft.FusedGemm", c -> activated(c, Linears.gemm(c).get(0)));
    catalogue.put("com.microsoft.FusedConv", Fused::conv);
    catalogue.put("com.microsoft.SkipLayerNormalization", Fused::skipNorm);
    catalogue.put("com.microsoft.SkipSimplifiedLayerNormalization", Fused::skipSquares);
  }

  private static List<Tensor> gelu(Tensor x, String approximate) {
    return List.of(torch.gelu(x, approximate));
  }

  private static List<Tensor> quickGelu(Call call) {
    Tensor x = call.in(0);
    return List.of(x.mul(torch.sigmoid(x.mul(new Scalar(call.node().floatAttr("alpha", 1.702f))))));
  }

  private static List<Tensor> matMul(Call call) {
    Node node = call.node();
    if (node.intAttr("transBatchA", 0) != 0 || node.intAttr("transBatchB", 0) != 0) {
      throw call.unsupported("FusedMatMul that moves its batches");
    }
    Tensor a = turned(call.in(0), node.intAttr("transA", 0) != 0);
    Tensor b = turned(call.in(1), node.intAttr("transB", 0) != 0);
    return List.of(torch.matmul(a, b).mul(new Scalar(node.floatAttr("alpha", 1))));
  }

  private static Tensor turned(Tensor x, boolean turn) {
    return turn && Tensors.rank(x) > 1 ? x.transpose(-2, -1) : x;
  }

  private static List<Tensor> conv(Call call) {
    Tensor y = Convolutions.conv(call).get(0);
    return activated(call, call.has(3) ? y.add(call.in(3)) : y);
  }

  private static List<Tensor> activated(Call call, Tensor x) {
    Node node = call.node();
    String function = node.stringAttr("activation", "");
    float alpha =
        node.attributes().get("activation_params") instanceof Attribute.Floats given
            ? given.values().get(0)
            : node.floatAttr("activation_alpha", 0.01f);
    return List.of(
        switch (function) {
          case "" -> x;
          case "Relu" -> torch.relu(x);
          case "Sigmoid" -> torch.sigmoid(x);
          case "Tanh" -> torch.tanh(x);
          case "LeakyRelu" -> torch.leaky_relu(x, new Scalar(alpha));
          default -> throw call.unsupported("the activation " + function);
        });
  }

  private static List<Tensor> skipNorm(Call call) {
    Tensor sum = sum(call, 4);
    Tensor mean = mean(sum);
    Tensor centred = sum.sub(mean);
    Tensor inverse = inverse(call, centred);
    Tensor scaled = centred.mul(inverse).mul(call.in(2));
    return List.of(call.has(3) ? scaled.add(call.in(3)) : scaled, mean, inverse, sum);
  }

  private static List<Tensor> skipSquares(Call call) {
    Tensor sum = sum(call, 3);
    Tensor inverse = inverse(call, sum);
    return List.of(sum.mul(inverse).mul(call.in(2)), inverse, inverse, sum);
  }

  /** Input, skip and the bias that may be given. */
  private static Tensor sum(Call call, int bias) {
    Tensor sum = call.in(0).add(call.in(1));
    return call.has(bias) ? sum.add(call.in(bias)) : sum;
  }

  private static Tensor inverse(Call call, Tensor x) {
    float epsilon = call.node().floatAttr("epsilon", TINY);
    return mean(x.mul(x)).add(new Scalar(epsilon)).rsqrt();
  }

  private static Tensor mean(Tensor x) {
    return torch.mean(x, new long[] {-1}, true, new ScalarTypeOptional());
  }
}
