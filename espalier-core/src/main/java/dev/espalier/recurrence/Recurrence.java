package dev.espalier.recurrence;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.recurrence.Cell.Gate;
import dev.espalier.recurrence.Step.Carried;
import dev.espalier.recurrence.Step.Sequence;
import dev.espalier.recurrence.Step.Stacked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Loop or Scan that is a recurrent operator.
 *
 * @param step of it
 * @param cell that the step is
 * @param sequence that it reads
 * @param states hidden state, and the cell state of an LSTM
 * @param results that something reads: the hidden states of all steps
 */
record Recurrence(
    Step step, Cell cell, Sequence sequence, List<Carried> states, List<Stacked> results) {
  /** Empty where it is none; {@code read} tells whether something reads a value. */
  static Optional<Recurrence> of(Hoisted.Inner inner, Outside outside, Predicate<String> read) {
    try {
      return Turns.of(inner, outside)
          .flatMap(body -> new StepMatch(inner.step(), body, outside).recurrence(read));
    } catch (Matrix.TooLarge e) {
      return Optional.empty(); // stays what it is: no cell comes to such sizes
    }
  }

  /** Writes the operator, and what turns its results into those of the Loop or Scan. */
  void write(GraphWriter writer, Outside outside, Predicate<String> read) {
    String label = step.node().label();
    String x = sequence.time().value();
    if (sequence.time().index() == 1) {
      x = writer.node("Transpose", Attributes.of("perm", new int[] {1, 0, 2}), x);
    }
    List<String> in = new ArrayList<>(List.of(x));
    in.add(writer.constant(label + ".W", weights(true)));
    in.add(writer.constant(label + ".R", weights(false)));
    in.add(biased() ? writer.constant(label + ".B", biases()) : "");
    in.add(""); // all sequences are as long as the axis
    for (Carried state : states) {
      in.add(outside.zero(state.initial()) ? "" : begin(state.initial(), writer, outside));
    }
    while (in.get(in.size() - 1).isEmpty()) {
      in.remove(in.size() - 1);
    }
    List<String> out = new ArrayList<>();
    out.add(results.isEmpty() ? "" : writer.claim(label + ".Y"));
    for (int i = 0; i < states.size(); i++) {
      boolean asked = read.test(states.get(i).result());
      out.add(asked ? writer.claim(label + (i == 0 ? ".Y_h" : ".Y_c")) : "");
    }
    String name = step.node().name();
    if (step.node().outputs().contains(name)) {
      name += "." + cell.op(); // what makes that value is named after it
    }
    writer.add(new Node(name, "", cell.op(), in, out, attributes(), step.node().rest()));
    for (Stacked result : results) {
      stacked(out.get(0), result, writer);
    }
    for (int i = 0; i < states.size(); i++) {
      if (!out.get(1 + i).isEmpty()) {
        last(out.get(1 + i), states.get(i), writer, outside);
      }
    }
  }

  private Map<String, Attribute> attributes() {
    Map<String, Attribute> attributes = Attributes.of("hidden_size", cell.hidden().width());
    attributes.put("activations", new Attribute.Strings(cell.activations()));
    attributes.put(
        "direction", new Attribute.StringValue(sequence.backward() ? "reverse" : "forward"));
    if (cell.resetAfter()) {
      attributes.put("linear_before_reset", new Attribute.IntValue(1));
    }
    return attributes;
  }

  /** {@code [1, gates · hidden, width]} of the products with the input or the hidden state. */
  private Tensor weights(boolean input) {
    int units = cell.hidden().width();
    int width = input ? cell.x().width() : units;
    float[] values = new float[cell.gates().size() * units * width];
    for (int g = 0; g < cell.gates().size(); g++) {
      Gate gate = cell.gates().get(g);
      Matrix matrix = input ? gate.input() : gate.recurrent();
      for (int i = 0; matrix != null && i < units * width; i++) {
        values[g * units * width + i] = matrix.at(i % width, i / width);
      }
    }
    return Tensor.floats(values, 1, cell.gates().size() * units, width);
  }

  private boolean biased() {
    return cell.gates().stream().anyMatch(gate -> gate.bias() != null || gate.inner() != null);
  }

  /** {@code [1, 2 · gates · hidden]}: those added to the input, then those to the hidden state. */
  private Tensor biases() {
    int units = cell.hidden().width();
    int half = cell.gates().size() * units;
    float[] values = new float[2 * half];
    for (int g = 0; g < cell.gates().size(); g++) {
      put(values, g * units, cell.gates().get(g).bias());
      put(values, half + g * units, cell.gates().get(g).inner());
    }
    return Tensor.floats(values, 1, 2 * half);
  }

  private static void put(float[] values, int begin, @Nullable Matrix row) {
    for (int i = 0; row != null && i < row.columns(); i++) {
      values[begin + i] = row.at(0, i);
    }
  }

  /** A state {@code [1, …, records, hidden]} with one axis of 1, for the direction. */
  private static String begin(String state, GraphWriter writer, Outside outside) {
    int ones = ones(state, outside);
    String value = state;
    if (ones == 0) {
      value = writer.node("Unsqueeze", Attributes.of("axes", new int[] {0}), state);
    } else if (ones > 1) {
      value = writer.node("Squeeze", Attributes.of("axes", range(ones - 1)), state);
    }
    return value;
  }

  private static void last(String last, Carried state, GraphWriter writer, Outside outside) {
    int ones = ones(state.initial(), outside);
    switch (ones) {
      case 0 -> writer.named(state.result(), "Squeeze", Attributes.of("axes", new int[] {0}), last);
      case 1 -> writer.named(state.result(), "Identity", Map.of(), last);
      default ->
          writer.named(state.result(), "Unsqueeze", Attributes.of("axes", range(ones - 1)), last);
    }
  }

  private static int ones(String state, Outside outside) {
    Shapes.Observed seen = outside.shape(state);
    return seen == null ? 0 : seen.rank() - 2;
  }

  private static int[] range(int end) {
    return java.util.stream.IntStream.range(0, end).toArray();
  }

  /** The hidden states, {@code [steps, 1, records, hidden]}, as the Loop or Scan has them. */
  private void stacked(String all, Stacked result, GraphWriter writer) {
    boolean turned = result.backward() != sequence.backward();
    boolean moved = result.axis() == 1;
    Map<String, Attribute> direction = Attributes.of("axes", new int[] {1});
    if (!turned && !moved) {
      writer.named(result.result(), "Squeeze", direction, all);
      return;
    }
    String value = writer.node("Squeeze", direction, all);
    Map<String, Attribute> swap = Attributes.of("perm", new int[] {1, 0, 2});
    if (turned) {
      String[] ends = {
        value, one(writer, -1), one(writer, Long.MIN_VALUE), one(writer, 0), one(writer, -1)
      };
      value = moved ? writer.node("Slice", ends) : value;
      if (!moved) {
        writer.named(result.result(), "Slice", Map.of(), ends);
        return;
      }
    }
    writer.named(result.result(), "Transpose", swap, value);
  }

  private static String one(GraphWriter writer, long number) {
    return writer.constant("[" + number + "]", Tensor.vector(number));
  }
}
