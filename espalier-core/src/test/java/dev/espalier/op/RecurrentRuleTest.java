package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.coupling.Coupler;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * LSTM, GRU and RNN: rows of all gates, both directions and all states of a hidden unit are one.
 */
class RecurrentRuleTest {
  private static final int HIDDEN = 6;

  /** A layer under test and how much of it there is. */
  private record Cell(String op, int gates, int directions) {
    List<String> weights(GraphBuilder g) {
      int rows = gates * HIDDEN;
      return List.of(
          g.weight("W", 7, directions, rows, 7),
          g.weight("R", HIDDEN, directions, rows, HIDDEN),
          g.bias("B", directions, 2 * rows));
    }

    Map<String, Attribute> attributes() {
      String direction = directions == 2 ? "bidirectional" : "forward";
      return Attributes.of("hidden_size", HIDDEN, "direction", direction);
    }
  }

  /** Steps stand before the batch. */
  private static String input(GraphBuilder g) {
    return g.transpose(g.input("x", Nets.STEPS, 7), 1, 0, 2);
  }

  private static Model read(GraphBuilder g, String y) {
    return g.output(g.linear("read", y, 4), "y").build();
  }

  @ParameterizedTest
  @CsvSource({"LSTM, 4, 1", "LSTM, 4, 2", "GRU, 3, 1", "GRU, 3, 2", "RNN, 1, 1", "RNN, 1, 2"})
  void gatesAndDirections(String op, int gates, int directions) {
    Cell cell = new Cell(op, gates, directions);
    GraphBuilder g = GraphBuilder.settled("recurrent", 1);
    List<String> values = new ArrayList<>(List.of(input(g)));
    values.addAll(cell.weights(g));
    g.add(op, values, cell.attributes(), List.of("rnn"));
    Model model = read(g, g.shaped("rnn", Nets.STEPS, directions, -1, HIDDEN));
    Coupled net = Coupled.of(model).cuts("rnn");
    String rows = gates == 1 ? "" : "(" + gates + " times)";
    assertEquals(
        "rnn, 6 units: made by W:1%s R:1%s; read by R:2 read.weight:0; shifted by B:1(%d times); along rnn:3"
            .formatted(rows, rows, 2 * gates),
        net.group("rnn"));
  }

  /** The state at the start comes from another layer, whose units are those of the cell. */
  @ParameterizedTest
  @CsvSource({"LSTM, 4", "GRU, 3", "RNN, 1"})
  void aComputedStateAtTheStart(String op, int gates) {
    Cell cell = new Cell(op, gates, 1);
    GraphBuilder g = GraphBuilder.settled("states", 1);
    List<String> values = new ArrayList<>(List.of(input(g)));
    values.addAll(cell.weights(g));
    String first = g.gemm("first", g.input("z", 3), HIDDEN);
    String start = g.node("Unsqueeze", "start", Map.of(), first, g.vector("axes", 0));
    values.addAll(List.of("", start));
    g.add(op, values, cell.attributes(), List.of("rnn", "last"));
    Model model = read(g, g.shaped("last", 1, -1, HIDDEN));
    Coupled net = Coupled.of(model).cuts("first");
    String rows = gates == 1 ? "" : "(" + gates + " times)";
    assertEquals(
        ("first, 6 units: made by W:1%s R:1%s first.weight:0; read by R:2 read.weight:0; "
                + "shifted by B:1(%d times) first.bias:0; along first:1 start:2 rnn:3 last:2")
            .formatted(rows, rows, 2 * gates),
        net.group("first"));
  }

  /** Weights from the cell's state to its gates, a state at the start, and the state at the end. */
  @Test
  void peepholesAndCellStates() {
    Cell cell = new Cell("LSTM", 4, 2);
    GraphBuilder g = GraphBuilder.settled("peepholes", 1);
    List<String> values = new ArrayList<>(List.of(input(g)));
    values.addAll(cell.weights(g));
    String first = g.gemm("first", g.input("z", 3), 2 * HIDDEN);
    String states = g.transpose(g.reshape(first, 0, 2, HIDDEN), 1, 0, 2);
    values.addAll(List.of("", states, states, g.weight("P", HIDDEN, 2, 3 * HIDDEN)));
    g.add("LSTM", values, cell.attributes(), List.of("", "last", "cell"));
    Coupled net =
        Coupled.of(
            read(g, g.add(g.shaped("last", 2, -1, HIDDEN), g.shaped("cell", 2, -1, HIDDEN))));
    net.cuts("first");
    String text = net.group("first");
    assertEquals(
        "first, 6 units: made by W:1(4 times) R:1(4 times) first.weight:0(2 times); "
            + "read by R:2 read.weight:0; shifted by B:1(8 times) first.bias:0(2 times) P:1(3 times)",
        text.substring(0, text.indexOf("; along")));
  }

  @Test
  void gruWithItsResetGateBehindTheProduct() {
    Cell cell = new Cell("GRU", 3, 1);
    GraphBuilder g = GraphBuilder.settled("gru", 1);
    List<String> values = new ArrayList<>(List.of(input(g)));
    values.addAll(cell.weights(g));
    Map<String, Attribute> attributes = cell.attributes();
    attributes.put("linear_before_reset", new Attribute.IntValue(1));
    g.add("GRU", values, attributes, List.of("rnn"));
    Coupled.of(read(g, g.shaped("rnn", Nets.STEPS, 1, -1, HIDDEN))).cuts("rnn");
  }

  /** The units that a cell reads end there. */
  @Test
  void readsTheUnitsBefore() {
    Model model =
        Nets.sequences(
            (g, x) -> {
              List<String> values = new ArrayList<>(List.of(g.transpose(x, 1, 0, 2)));
              values.add(g.weight("W", 6, 1, HIDDEN, 6));
              values.add(g.weight("R", 6, 1, HIDDEN, HIDDEN));
              Map<String, Attribute> size = Attributes.of("hidden_size", HIDDEN);
              g.add("RNN", values, size, List.of("rnn"));
              return g.shaped("rnn", Nets.STEPS, 1, -1, HIDDEN);
            });
    Coupled net = Coupled.of(model).cuts("made", "rnn");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by W:2; along made:2 transpose_1:2",
        net.group("made"));
  }

  /** ONNX Runtime refuses this layout, so that shapes are stated here and not observed. */
  @Test
  void theBatchBeforeTheStepsIsBarred() {
    GraphBuilder g = GraphBuilder.settled("layout", 1);
    List<String> values = new ArrayList<>(List.of(g.input("x", Nets.STEPS, 7)));
    values.addAll(new Cell("RNN", 1, 1).weights(g));
    Map<String, Attribute> attributes = Attributes.of("hidden_size", HIDDEN, "layout", 1);
    g.add("RNN", values, attributes, List.of("rnn"));
    Model model = g.output(g.shaped("rnn", -1, Nets.STEPS, 1, HIDDEN), "rnn").build();
    Map<String, Shapes.Observed> shapes = new LinkedHashMap<>();
    model.graph().initializers().forEach((name, t) -> shapes.put(name, of(t)));
    shapes.put("x", observed(7));
    int[] a = {1, Nets.STEPS, 1, HIDDEN};
    int[] b = {3, Nets.STEPS, 1, HIDDEN};
    shapes.put("rnn", new Shapes.Observed(DType.FLOAT, a, b));
    Coupler coupler = new Coupler(OpRules.standard(), true);
    new Coupled(coupler.couple(model, new Shapes(shapes, Map.of())))
        .barred("rnn", "rnn: RNN with layout 1 is not supported");
  }

  private static Shapes.Observed of(Tensor tensor) {
    return new Shapes.Observed(tensor.type(), tensor.dims(), tensor.dims());
  }

  private static Shapes.Observed observed(int width) {
    int[] a = {1, Nets.STEPS, width};
    int[] b = {3, Nets.STEPS, width};
    return new Shapes.Observed(DType.FLOAT, a, b);
  }

  @Test
  void macs() {
    Map<String, List<Integer>> sizes =
        Map.of("x", List.of(5, 1, 7), "W", List.of(2, 24, 7), "R", List.of(2, 24, 6));
    Node node = Node.of("LSTM", "n", List.of("x", "W", "R"), List.of("y"));
    assertEquals(5 * 2 * 24 * (7 + 6), new RecurrentRule().macs(node, Nets.sizes(sizes)));
  }

  /** Backwards, over as many steps as each record has. */
  @Test
  void lengthsOfRecords() {
    Cell cell = new Cell("LSTM", 4, 1);
    GraphBuilder g = GraphBuilder.settled("lengths", 1);
    List<String> values = new ArrayList<>(List.of(input(g)));
    values.addAll(cell.weights(g));
    values.add(g.input("lengths", DType.INT32));
    Map<String, Attribute> attributes = cell.attributes();
    attributes.put("direction", new Attribute.StringValue("reverse"));
    g.add("LSTM", values, attributes, List.of("rnn"));
    Coupled.of(read(g, g.shaped("rnn", Nets.STEPS, 1, -1, HIDDEN))).cuts("rnn");
  }
}
