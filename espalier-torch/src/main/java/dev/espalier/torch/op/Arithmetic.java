package dev.espalier.torch.op;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Functions of two or more values with broadcasting. */
final class Arithmetic {
  private Arithmetic() {}

  static void into(Map<String, TorchOp> catalogue) {
    binary(catalogue, "Add", torch::add);
    binary(catalogue, "Sub", torch::sub);
    binary(catalogue, "Mul", torch::mul);
    binary(catalogue, "Div", Arithmetic::div);
    binary(catalogue, "Pow", (a, b) -> torch.pow(a, b).to(a.scalar_type()));
    many(catalogue, "Sum", torch::add);
    many(catalogue, "Max", torch::maximum);
    many(catalogue, "Min", torch::minimum);
    catalogue.put("Mean", Arithmetic::mean);
    catalogue.put("Mod", Arithmetic::mod);
    logic(catalogue);
  }

  private static void logic(Map<String, TorchOp> catalogue) {
    binary(catalogue, "Equal", torch::eq);
    binary(catalogue, "Greater", torch::gt);
    binary(catalogue, "GreaterOrEqual", torch::ge);
    binary(catalogue, "Less", torch::lt);
    binary(catalogue, "LessOrEqual", torch::le);
    binary(catalogue, "And", torch::logical_and);
    binary(catalogue, "Or", torch::logical_or);
    binary(catalogue, "Xor", torch::logical_xor);
    catalogue.put("Where", c -> List.of(torch.where(c.in(0), c.in(1), c.in(2))));
  }

  private static void binary(
      Map<String, TorchOp> catalogue, String op, BinaryOperator<Tensor> function) {
    catalogue.put(op, c -> List.of(function.apply(c.in(0), c.in(1))));
  }

  private static void many(
      Map<String, TorchOp> catalogue, String op, BinaryOperator<Tensor> function) {
    catalogue.put(op, c -> List.of(fold(c, function)));
  }

  private static Tensor fold(Call call, BinaryOperator<Tensor> function) {
    Tensor out = new Tensor(call.in(0));
    for (int i = 1; i < call.inputs().size(); i++) {
      out = function.apply(out, call.in(i));
    }
    return out;
  }

  /** Whole numbers are divided towards zero. */
  private static Tensor div(Tensor a, Tensor b) {
    return Tensors.floating(a) ? torch.div(a, b) : torch.floor_divide(a.sub(torch.fmod(a, b)), b);
  }

  private static List<Tensor> mean(Call call) {
    return List.of(fold(call, torch::add).div(new Scalar((double) call.inputs().size())));
  }

  private static List<Tensor> mod(Call call) {
    boolean signOfDividend = call.node().intAttr("fmod", 0) != 0;
    return List.of(
        signOfDividend
            ? torch.fmod(call.in(0), call.in(1))
            : torch.remainder(call.in(0), call.in(1)));
  }
}
