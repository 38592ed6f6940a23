package dev.espalier.torch.op;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * LSTM, GRU and RNN: by libtorch's own layers where the meaning is the same (gates put into its
 * order by slices, through which gradients flow), else step by step in {@link Unrolled}.
 */
final class Recurrent {
  private Recurrent() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("LSTM", Recurrent::lstm);
    catalogue.put("GRU", Recurrent::gru);
    catalogue.put("RNN", Recurrent::rnn);
  }

  /** ONNX orders the gates i o f c; libtorch i f g o. */
  private static List<Tensor> lstm(Call call) {
    RecurrentSteps r = RecurrentSteps.of(call, 4);
    if (!r.standard(List.of("Sigmoid", "Tanh", "Tanh"))) {
      return Unrolled.run(r, List.of("Sigmoid", "Tanh", "Tanh"), Unrolled::lstm);
    }
    TensorVector states = Tensors.vector(List.of(r.initial(5), r.initial(6)));
    TensorVector parameters = Tensors.vector(r.parameters(0, 2, 3, 1));
    T_TensorTensorTensor_T out =
        torch.lstm(
            input(r), states, parameters, true, 1, 0, call.training(), r.directions() == 2, false);
    return r.outputs(hidden(r, out.get0()), new Tensor(out.get1()), new Tensor(out.get2()));
  }

  /**
   * ONNX orders the gates z r h; libtorch r z n, and always applies the reset gate after the
   * product.
   */
  private static List<Tensor> gru(Call call) {
    RecurrentSteps r = RecurrentSteps.of(call, 3);
    boolean after = call.node().intAttr("linear_before_reset", 0) != 0;
    if (!after || !r.standard(List.of("Sigmoid", "Tanh"))) {
      return Unrolled.run(r, List.of("Sigmoid", "Tanh"), Unrolled::gru);
    }
    TensorVector parameters = Tensors.vector(r.parameters(1, 0, 2));
    T_TensorTensor_T out =
        torch.gru(
            input(r),
            r.initial(5),
            parameters,
            true,
            1,
            0,
            call.training(),
            r.directions() == 2,
            false);
    return r.outputs(hidden(r, out.get0()), new Tensor(out.get1()));
  }

  private static List<Tensor> rnn(Call call) {
    RecurrentSteps r = RecurrentSteps.of(call, 1);
    boolean relu =
        r.standard(List.of("Relu")) && !Unrolled.names(call.node(), "activations").isEmpty();
    if (!relu && !r.standard(List.of("Tanh"))) {
      return Unrolled.run(r, List.of("Tanh"), Unrolled::rnn);
    }
    TensorVector parameters = Tensors.vector(r.parameters(0));
    boolean both = r.directions() == 2;
    T_TensorTensor_T out =
        relu
            ? torch.rnn_relu(
                input(r), r.initial(5), parameters, true, 1, 0, call.training(), both, false)
            : torch.rnn_tanh(
                input(r), r.initial(5), parameters, true, 1, 0, call.training(), both, false);
    return r.outputs(hidden(r, out.get0()), new Tensor(out.get1()));
  }

  /** The sequence, turned round for a layer that only reads backwards. */
  private static Tensor input(RecurrentSteps r) {
    return r.directions() == 1 && r.backward(0) ? torch.flip(r.x(), 0) : r.x();
  }

  private static Tensor hidden(RecurrentSteps r, Tensor out) {
    Tensor all = out.reshape(r.steps(), r.batch(), r.directions(), r.hidden()).permute(0, 2, 1, 3);
    return r.directions() == 1 && r.backward(0) ? torch.flip(all, 0) : all;
  }
}
