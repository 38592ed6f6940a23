package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * LSTM, GRU and RNN. W {@code [directions, gates*H, I]}, R {@code [directions, gates*H, H]}, B
 * {@code [directions, 2*gates*H]}: the gate rows of a hidden unit are tied, in both directions, as
 * ONNX has one hidden size for both.
 */
final class RecurrentRule implements OpRule {
  private static final Map<String, Integer> GATES = Map.of("LSTM", 4, "GRU", 3, "RNN", 1);

  @Override
  public Set<String> operators() {
    return GATES.keySet();
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.RECURRENT, Trait.MOVES_AXES);
  }

  @Override
  public Operand operand(String op, int input) {
    boolean peephole = op.equals("LSTM") && input == 7;
    return input == 3 ? Operand.BIAS : input < 3 || peephole ? Operand.WEIGHT : Operand.FIXED;
  }

  @Override
  public Tensor carried(Node node, Tensor weights, float[] constants) {
    return Contribution.gates(weights, constants);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    Axis hidden = new Axis(node.input(2), 2);
    ties.tie(new Axis(x, 2), new Axis(node.input(1), 2));
    ties.consume(0, 2, Consumption.Kind.SUM);
    ties.parameter(new Axis(node.input(1), 2), Role.CONSUMES);
    ties.consume(2, 2, Consumption.Kind.RECURRENT);
    ties.parameter(hidden, Role.CONSUMES);
    gates(new Axis(node.input(1), 1), hidden, Role.PRODUCES, ties);
    gates(new Axis(node.input(2), 1), hidden, Role.PRODUCES, ties);
    if (node.hasInput(3)) {
      gates(new Axis(node.input(3), 1), hidden, Role.SHIFTS, ties);
    }
    if (node.hasInput(7)) {
      gates(new Axis(node.input(7), 1), hidden, Role.SHIFTS, ties);
    }
    states(node, hidden, ties);
    if (node.intAttr("layout", 0) != 0) {
      ties.bar(hidden, node.op() + " with layout 1 is not supported");
    }
  }

  private static void gates(Axis rows, Axis hidden, Role role, Ties ties) {
    int units = ties.shape(hidden.value()).a()[hidden.index()];
    int length = ties.shape(rows.value()).a()[rows.index()];
    ties.tie(rows, hidden, IntStream.range(0, length).map(i -> i % units).toArray());
    ties.parameter(rows, role);
    ties.fix(new Axis(rows.value(), 0));
  }

  private static void states(Node node, Axis hidden, Ties ties) {
    String x = node.input(0);
    for (int i = 5; i < 7; i++) {
      if (node.hasInput(i)) {
        state(node.input(i), hidden, x, ties);
      }
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      String y = node.output(i);
      if (y.isEmpty()) {
        continue;
      }
      if (i == 0) {
        ties.tie(new Axis(y, 0), new Axis(x, 0));
        ties.fix(new Axis(y, 1));
        ties.tie(new Axis(y, 2), new Axis(x, 1));
        ties.tie(new Axis(y, 3), hidden);
      } else {
        state(y, hidden, x, ties);
      }
    }
    ties.fix(new Axis(x, 0));
    ties.fix(new Axis(x, 1));
  }

  private static void state(String value, Axis hidden, String x, Ties ties) {
    ties.fix(new Axis(value, 0));
    ties.tie(new Axis(value, 1), new Axis(x, 1));
    ties.tie(new Axis(value, 2), hidden);
  }

  @Override
  public Node cut(Node node, Cut cut) {
    int units = cut.newSize(new Axis(node.input(2), 2));
    return node.withAttribute("hidden_size", new Attribute.IntValue(units));
  }

  @Override
  public long macs(Node node, Sizes sizes) {
    long steps = (long) sizes.size(node.input(0), 0) * sizes.size(node.input(0), 1);
    long rows = (long) sizes.size(node.input(1), 0) * sizes.size(node.input(1), 1);
    return steps * rows * (sizes.size(node.input(1), 2) + sizes.size(node.input(2), 2));
  }
}
