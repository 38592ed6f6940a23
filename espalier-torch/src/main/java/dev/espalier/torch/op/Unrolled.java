package dev.espalier.torch.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent operators step by step, with everything that ONNX allows: activations, clipping,
 * peepholes, lengths.
 */
final class Unrolled {
  private Unrolled() {}

  /** One step of one direction. */
  interface Cell {
    /**
     * The next states from the input's product with the weights (input bias added) and the present
     * states.
     */
    List<Tensor> step(Direction direction, Tensor projected, List<Tensor> states);
  }

  /**
   * @param r the operator
   * @param d number of the direction
   * @param activations by gate, as ONNX lists them
   */
  record Direction(RecurrentSteps r, int d, List<UnaryOperator<Tensor>> activations) {
    Tensor f(int i, Tensor x) {
      float clip = r.call().node().floatAttr("clip", 0);
      return activations.get(i).apply(clip > 0 ? ActivationOps.between(x, -clip, clip) : x);
    }

    /** Gate {@code i} of a product. */
    Tensor gate(Tensor product, int i) {
      return product.narrow(1, (long) i * r.hidden(), r.hidden());
    }

    /** The hidden state's product with the recurrent weights, its bias added. */
    Tensor product(Tensor hidden) {
      return torch.linear(hidden, r.recurrent(d), new TensorOptional(r.bias(d, 1)));
    }
  }

  static List<Tensor> run(RecurrentSteps r, List<String> defaults, Cell cell) {
    int states = r.gates() == 4 ? 2 : 1;
    List<Tensor> all = new ArrayList<>();
    List<List<Tensor>> last = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      last.add(new ArrayList<>());
    }
    for (int d = 0; d < r.directions(); d++) {
      List<Tensor> state = new ArrayList<>();
      for (int s = 0; s < states; s++) {
        state.add(r.initial(5 + s).select(0, d));
      }
      Direction direction = new Direction(r, d, activations(r.call().node(), defaults, d));
      all.add(unroll(direction, cell, state));
      for (int s = 0; s < states; s++) {
        last.get(s).add(state.get(s));
      }
    }
    Tensor[] ends =
        last.stream().map(s -> torch.stack(Tensors.vector(s), 0)).toArray(Tensor[]::new);
    return r.outputs(torch.stack(Tensors.vector(all), 1), ends);
  }

  /** All hidden states in the order of the input; leaves the last states in {@code state}. */
  private static Tensor unroll(Direction direction, Cell cell, List<Tensor> state) {
    RecurrentSteps r = direction.r();
    Tensor projected =
        torch.linear(r.x(), r.weight(direction.d()), new TensorOptional(r.bias(direction.d(), 0)));
    long[] lengths = r.fullLength() ? null : r.call().longs(4);
    List<Tensor> hidden = new ArrayList<>();
    for (long i = 0; i < r.steps(); i++) {
      long t = r.backward(direction.d()) ? r.steps() - 1 - i : i;
      List<Tensor> next = cell.step(direction, projected.select(0, t), state);
      Tensor mask = lengths == null ? null : mask(lengths, t);
      for (int s = 0; s < next.size(); s++) {
        state.set(s, mask == null ? next.get(s) : torch.where(mask, next.get(s), state.get(s)));
      }
      hidden.add(mask == null ? state.get(0) : torch.where(mask, next.get(0), new Scalar(0.0)));
    }
    if (r.backward(direction.d())) {
      Collections.reverse(hidden);
    }
    return torch.stack(Tensors.vector(hidden), 0);
  }

  /** Which sequences reach step {@code t}, {@code [batch, 1]}. */
  private static Tensor mask(long[] lengths, long t) {
    long[] reaches = Arrays.stream(lengths).map(n -> t < n ? 1 : 0).toArray();
    return Tensors.vector(reaches).to(torch.ScalarType.Bool).unsqueeze(1);
  }

  static List<Tensor> lstm(Direction d, Tensor projected, List<Tensor> states) {
    Tensor c = states.get(1);
    Tensor all = projected.add(d.product(states.get(0)));
    Tensor i = d.f(0, peep(d, d.gate(all, 0), c, 0));
    Tensor f =
        d.r().call().node().intAttr("input_forget", 0) != 0
            ? i.neg().add(new Scalar(1.0))
            : d.f(0, peep(d, d.gate(all, 2), c, 2));
    Tensor cell = f.mul(c).add(i.mul(d.f(1, d.gate(all, 3))));
    Tensor o = d.f(0, peep(d, d.gate(all, 1), cell, 1));
    return List.of(o.mul(d.f(2, cell)), cell);
  }

  /**
   * A gate that also sees the cell state, by the peephole weights {@code [directions, 3 · hidden]}
   * in the order i o f.
   */
  private static Tensor peep(Direction d, Tensor gate, Tensor cell, int i) {
    @Nullable Tensor weights = d.r().call().optional(7);
    int hidden = d.r().hidden();
    return weights == null
        ? gate
        : gate.add(weights.select(0, d.d()).narrow(0, (long) i * hidden, hidden).mul(cell));
  }

  static List<Tensor> gru(Direction d, Tensor projected, List<Tensor> states) {
    Tensor h = states.get(0);
    Tensor product = d.product(h);
    Tensor z = d.f(0, d.gate(projected, 0).add(d.gate(product, 0)));
    Tensor r = d.f(0, d.gate(projected, 1).add(d.gate(product, 1)));
    boolean after = d.r().call().node().intAttr("linear_before_reset", 0) != 0;
    Tensor reset = after ? r.mul(d.gate(product, 2)) : d.gate(d.product(r.mul(h)), 2);
    Tensor candidate = d.f(1, d.gate(projected, 2).add(reset));
    return List.of(z.neg().add(new Scalar(1.0)).mul(candidate).add(z.mul(h)));
  }

  static List<Tensor> rnn(Direction d, Tensor projected, List<Tensor> states) {
    return List.of(d.f(0, projected.add(d.product(states.get(0)))));
  }

  static List<String> names(Node node, String attribute) {
    return node.attributes().get(attribute) instanceof Attribute.Strings s ? s.values() : List.of();
  }

  private static List<UnaryOperator<Tensor>> activations(Node node, List<String> defaults, int d) {
    List<String> stated = names(node, "activations");
    int n = defaults.size();
    List<UnaryOperator<Tensor>> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      String name = stated.isEmpty() ? defaults.get(i) : stated.get(d * n + i);
      out.add(activation(node, name));
    }
    return out;
  }

  private static UnaryOperator<Tensor> activation(Node node, String name) {
    return switch (name) {
      case "Sigmoid" -> torch::sigmoid;
      case "Tanh" -> torch::tanh;
      case "Relu" -> torch::relu;
      case "Softsign" -> x -> x.div(torch.abs(x).add(new Scalar(1.0)));
      case "Softplus" -> torch::softplus;
      default ->
          throw new dev.espalier.model.ModelFormatException(
              node
                  + ": the activation "
                  + name
                  + " cannot be trained here; the model can still be pruned without tuning"
                  + " (--set tune.epochs=0)");
    };
  }
}
