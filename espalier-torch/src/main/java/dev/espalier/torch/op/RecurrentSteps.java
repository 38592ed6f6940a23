package dev.espalier.torch.op;

import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The inputs of a recurrent operator, laid out alike.
 *
 * @param call the node
 * @param x {@code [steps, batch, features]}
 * @param gates gates of a cell
 * @param hidden units
 * @param directions 1 or 2
 */
record RecurrentSteps(Call call, Tensor x, int gates, int hidden, int directions) {
  static RecurrentSteps of(Call call, int gates) {
    boolean batchFirst = call.node().intAttr("layout", 0) != 0;
    Tensor x = batchFirst ? call.in(0).transpose(0, 1) : call.in(0);
    Tensor recurrent = call.in(2);
    return new RecurrentSteps(call, x, gates, (int) recurrent.size(2), (int) recurrent.size(0));
  }

  boolean batchFirst() {
    return call.node().intAttr("layout", 0) != 0;
  }

  long steps() {
    return x.size(0);
  }

  long batch() {
    return x.size(1);
  }

  /** Whether direction {@code d} reads the sequence from its end. */
  boolean backward(int d) {
    return d == 1 || call.node().stringAttr("direction", "forward").equals("reverse");
  }

  Tensor weight(int d) {
    return call.in(1).select(0, d);
  }

  Tensor recurrent(int d) {
    return call.in(2).select(0, d);
  }

  /**
   * The bias beside the input's product ({@code part} 0) or beside the hidden state's (1); zeros
   * where omitted.
   */
  Tensor bias(int d, int part) {
    Tensor both = call.optional(3);
    long size = (long) gates * hidden;
    return both == null
        ? torch.zeros(new long[] {size}, Tensors.options(x.scalar_type()))
        : both.select(0, d).narrow(0, part * size, size);
  }

  /**
   * The initial state at input {@code i}, {@code [directions, batch, hidden]}; zeros where omitted.
   */
  Tensor initial(int i) {
    Tensor given = call.optional(i);
    if (given == null) {
      return torch.zeros(
          new long[] {directions, batch(), hidden}, Tensors.options(x.scalar_type()));
    }
    return batchFirst() ? given.transpose(0, 1) : given;
  }

  /** Whether every sequence runs over all steps. */
  boolean fullLength() {
    long[] lengths = call.longs(4);
    return lengths == null || Arrays.stream(lengths).allMatch(n -> n == steps());
  }

  /** Whether the activations are the standard ones and none of the rare attributes is used. */
  boolean standard(List<String> activations) {
    Node node = call.node();
    List<String> stated = Unrolled.names(node, "activations");
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < directions; i++) {
      wanted.addAll(activations);
    }
    return (stated.isEmpty() || stated.equals(wanted))
        && !node.attributes().containsKey("clip")
        && node.intAttr("input_forget", 0) == 0
        && !call.has(7)
        && fullLength();
  }

  /** The parameters of libtorch's layer: gates in its order, one group of four a direction. */
  List<Tensor> parameters(int... order) {
    List<Tensor> out = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      for (Tensor t : List.of(weight(d), recurrent(d), bias(d, 0), bias(d, 1))) {
        out.add(gatesOf(t, order));
      }
    }
    return out;
  }

  private Tensor gatesOf(Tensor rows, int... order) {
    if (order.length == 1) {
      return rows;
    }
    List<Tensor> parts = new ArrayList<>();
    for (int gate : order) {
      parts.add(rows.narrow(0, (long) gate * hidden, hidden));
    }
    return torch.cat(Tensors.vector(parts), 0);
  }

  /**
   * The operator's outputs from all hidden states {@code [steps, directions, batch, hidden]} and
   * the last states.
   */
  List<Tensor> outputs(Tensor all, Tensor... last) {
    List<Tensor> out = new ArrayList<>();
    out.add(batchFirst() ? all.permute(2, 0, 1, 3) : all);
    for (Tensor state : last) {
      out.add(batchFirst() ? state.transpose(0, 1) : state);
    }
    return out;
  }
}
