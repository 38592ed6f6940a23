package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Functions of one value, element by element, and softmax. */
final class ActivationOps {
  private ActivationOps() {}

  static void into(Map<String, TorchOp> catalogue) {
    functions(catalogue);
    nonlinearities(catalogue);
    parametric(catalogue);
    catalogue.put("PRelu", ActivationOps::prelu);
    catalogue.put("Clip", ActivationOps::clip);
    catalogue.put("Dropout", ActivationOps::dropout);
    catalogue.put("Softmax", c -> List.of(softmax(c, Tensor::softmax)));
    catalogue.put("LogSoftmax", c -> List.of(softmax(c, Tensor::log_softmax)));
  }

  private static void functions(Map<String, TorchOp> catalogue) {
    unary(catalogue, "Exp", torch::exp);
    unary(catalogue, "Log", torch::log);
    unary(catalogue, "Neg", torch::neg);
    unary(catalogue, "Abs", torch::abs);
    unary(catalogue, "Reciprocal", torch::reciprocal);
    unary(catalogue, "Floor", torch::floor);
    unary(catalogue, "Ceil", torch::ceil);
    unary(catalogue, "Round", ActivationOps::round);
    unary(catalogue, "Sqrt", torch::sqrt);
    unary(catalogue, "Sign", torch::sign);
    unary(catalogue, "Erf", torch::erf);
    unary(catalogue, "Sin", torch::sin);
    unary(catalogue, "Cos", torch::cos);
    unary(catalogue, "Not", torch::logical_not);
    unary(catalogue, "Identity", Tensor::new);
  }

  /** Gradients pass straight through, where the function's own are 0 (Bengio et al. 2013). */
  private static Tensor round(Tensor x) {
    return x.requires_grad() ? x.add(torch.round(x).sub(x).detach()) : torch.round(x);
  }

  private static void nonlinearities(Map<String, TorchOp> catalogue) {
    unary(catalogue, "Relu", torch::relu);
    unary(catalogue, "Sigmoid", torch::sigmoid);
    unary(catalogue, "Tanh", torch::tanh);
    unary(catalogue, "Softplus", x -> torch.softplus(x, new Scalar(1.0), new Scalar(80.0)));
    unary(catalogue, "Softsign", x -> x.div(torch.abs(x).add(new Scalar(1.0))));
    unary(catalogue, "HardSwish", torch::hardswish);
    unary(catalogue, "Mish", torch::mish);
  }

  private static void parametric(Map<String, TorchOp> catalogue) {
    with(catalogue, "LeakyRelu", (x, n) -> torch.leaky_relu(x, scalar(n, "alpha", 0.01f)));
    with(
        catalogue,
        "Elu",
        (x, n) -> torch.elu(x, scalar(n, "alpha", 1), new Scalar(1.0), new Scalar(1.0)));
    with(catalogue, "Celu", (x, n) -> torch.celu(x, scalar(n, "alpha", 1)));
    with(
        catalogue,
        "Selu",
        (x, n) ->
            torch.elu(
                x, scalar(n, "alpha", 1.6732632f), scalar(n, "gamma", 1.050701f), new Scalar(1.0)));
    with(
        catalogue,
        "HardSigmoid",
        (x, n) -> between(x.mul(scalar(n, "alpha", 0.2f)).add(scalar(n, "beta", 0.5f)), 0, 1));
    with(catalogue, "Gelu", (x, n) -> torch.gelu(x, n.stringAttr("approximate", "none")));
    with(
        catalogue,
        "ThresholdedRelu",
        (x, n) -> torch.threshold(x, scalar(n, "alpha", 1), new Scalar(0.0)));
  }

  private static void unary(
      Map<String, TorchOp> catalogue, String op, UnaryOperator<Tensor> function) {
    catalogue.put(op, c -> List.of(function.apply(c.in(0))));
  }

  private static void with(
      Map<String, TorchOp> catalogue, String op, BiFunction<Tensor, Node, Tensor> function) {
    catalogue.put(op, c -> List.of(function.apply(c.in(0), c.node())));
  }

  private static Scalar scalar(Node node, String attribute, float otherwise) {
    return new Scalar(node.floatAttr(attribute, otherwise));
  }

  static Tensor between(Tensor x, double low, double high) {
    return torch.clamp(
        x, new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high)));
  }

  private static List<Tensor> prelu(Call call) {
    Tensor x = call.in(0);
    return List.of(torch.relu(x).sub(call.in(1).mul(torch.relu(x.neg()))));
  }

  /** Bounds are attributes up to opset 10, inputs from 11; a missing one does not bind. */
  private static List<Tensor> clip(Call call) {
    Tensor x = call.in(0);
    if (call.opset() < 11) {
      Node node = call.node();
      return List.of(
          between(
              x, node.floatAttr("min", -Float.MAX_VALUE), node.floatAttr("max", Float.MAX_VALUE)));
    }
    boolean bound = call.has(1) || call.has(2);
    return List.of(bound ? torch.clamp(x, bound(call, 1), bound(call, 2)) : new Tensor(x));
  }

  private static TensorOptional bound(Call call, int input) {
    Tensor value = call.optional(input);
    return value == null ? new TensorOptional() : new TensorOptional(value);
  }

  private static List<Tensor> dropout(Call call) {
    Tensor x = call.in(0);
    Tensor given = call.optional(1);
    double ratio = given == null ? call.node().floatAttr("ratio", 0.5f) : given.item_float();
    Tensor out = call.training() ? torch.dropout(x, ratio, true) : new Tensor(x);
    if (call.node().output(1).isEmpty()) {
      return List.of(out);
    }
    Tensor mask =
        call.training() ? out.ne(new Scalar(0.0)) : torch.ones_like(x).to(torch.ScalarType.Bool);
    return List.of(out, mask);
  }

  /** Before opset 13 all axes from {@code axis} on are one. */
  private static Tensor softmax(Call call, BiFunction<Tensor, Long, Tensor> function) {
    Tensor x = call.in(0);
    if (call.opset() >= 13) {
      return function.apply(x, call.node().intAttr("axis", -1));
    }
    long[] shape = Tensors.shape(x);
    long[] matrix = Shaping.flat(shape, (int) call.node().intAttr("axis", 1));
    return function.apply(x.reshape(matrix), 1L).reshape(shape);
  }
}
