package dev.espalier.recurrence;

import dev.espalier.recurrence.Atom.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recurrent operator of ONNX.
 *
 * @param op GRU, LSTM or RNN
 * @param activations as the operator lists them
 * @param gates in the operator's order (z r h; i o f c)
 * @param resetAfter whether a GRU's reset gate multiplies the product (linear_before_reset)
 * @param x one element of the sequence
 * @param hidden state
 * @param memory cell state of an LSTM; null for others
 */
record Cell(
    String op,
    List<String> activations,
    List<Gate> gates,
    boolean resetAfter,
    Given x,
    Given hidden,
    @Nullable Given memory) {
  /**
   * What an activation is taken of: {@code x·W + h·R + b}.
   *
   * @param input W, one row for each element of x; null for zeros
   * @param recurrent R, one row for each element of h; null for zeros
   * @param bias b; null for zeros
   * @param inner bias that a GRU's reset gate multiplies; null for zeros
   */
  record Gate(
      @Nullable Matrix input,
      @Nullable Matrix recurrent,
      @Nullable Matrix bias,
      @Nullable Matrix inner) {}
}
