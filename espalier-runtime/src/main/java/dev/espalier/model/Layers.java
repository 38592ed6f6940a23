package dev.espalier.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Layers of several nodes or several outputs, written with a {@link GraphBuilder}. */
public final class Layers {
  private static final float EPSILON = 1e-5f;

  private final GraphBuilder g;

  /**
   * Adds its layers to this graph.
   *
   * @param g graph that is added to
   */
  public Layers(GraphBuilder g) {
    this.g = g;
  }

  /**
   * Layer normalisation over the last axis as one operator.
   *
   * @param name of the layer, and stem of its parameters' names
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String layerNorm(String name, String x) {
    int width = last(x);
    return g.node(
        "LayerNormalization",
        name,
        Attributes.of("axis", -1, "epsilon", EPSILON),
        x,
        g.scale(name + ".weight", width),
        g.bias(name + ".bias", width));
  }

  /**
   * Layer normalisation over the last axis as exporters of older operator sets write it.
   *
   * @param name of the layer, and stem of its parameters' names
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String writtenLayerNorm(String name, String x) {
    int width = last(x);
    String centred = g.node("Sub", name + "/sub", Map.of(), x, mean(name + "/mean", x));
    String two = g.scalar(name + "/two", 2);
    String squared = g.node("Pow", name + "/pow", Map.of(), centred, two);
    String epsilon = g.scalar(name + "/epsilon", EPSILON);
    String variance = mean(name + "/variance", squared);
    String shifted = g.node("Add", name + "/shifted", Map.of(), variance, epsilon);
    String deviation = g.node("Sqrt", name + "/deviation", Map.of(), shifted);
    String unit = g.node("Div", name + "/div", Map.of(), centred, deviation);
    String scaled = g.node("Mul", name + "/mul", Map.of(), unit, g.scale(name + ".weight", width));
    return g.node("Add", name, Map.of(), scaled, g.bias(name + ".bias", width));
  }

  /** Mean over the last axis, which becomes 1. */
  private String mean(String name, String x) {
    int[] out = g.shape(x, 1, name);
    out[out.length - 1] = 1;
    return g.shaped(g.node("ReduceMean", name, Attributes.of("axes", new int[] {-1}), x), out);
  }

  /**
   * Gelu as x · ½ · (1 + erf(x / √2)). Source: Hendrycks and Gimpel, 2016.
   *
   * @param name of the layer, and stem of its parameters' names
   * @param x name of the value that is read
   * @return name of the value that is made
   */
  public String gelu(String name, String x) {
    String root = g.scalar(name + "/root", (float) Math.sqrt(2));
    String erf = g.node("Erf", name + "/erf", Map.of(), g.node("Div", Map.of(), x, root));
    String shifted = g.node("Add", name + "/add", Map.of(), erf, g.scalar(name + "/one", 1));
    String gated = g.node("Mul", name + "/gated", Map.of(), x, shifted);
    return g.node("Mul", name, Map.of(), gated, g.scalar(name + "/half", 0.5f));
  }

  /**
   * LSTM over x (steps, batch, inputs).
   *
   * @param name of the layer, and stem of its parameters' names
   * @param x name of the value that is read
   * @param hidden width of the state
   * @param bidirectional whether it runs in both directions
   * @return Y (steps, directions, batch, hidden), then the last state Y_h (directions, batch,
   *     hidden)
   */
  public List<String> lstm(String name, String x, int hidden, boolean bidirectional) {
    return recurrent(new Cell("LSTM", name, 4, hidden, bidirectional ? 2 : 1), x);
  }

  /**
   * GRU over x (steps, batch, inputs), reset gate after the product as PyTorch has it; results as
   * for LSTM.
   *
   * @param name of the layer, and stem of its parameters' names
   * @param x name of the value that is read
   * @param hidden width of the state
   * @param bidirectional whether it runs in both directions
   * @return Y (steps, directions, batch, hidden), then the last state Y_h (directions, batch,
   *     hidden)
   */
  public List<String> gru(String name, String x, int hidden, boolean bidirectional) {
    return recurrent(new Cell("GRU", name, 3, hidden, bidirectional ? 2 : 1), x);
  }

  private record Cell(String op, String name, int gates, int hidden, int directions) {}

  private List<String> recurrent(Cell cell, String x) {
    int[] in = g.shape(x, 3, cell.op() + " " + cell.name());
    int rows = cell.gates() * cell.hidden();
    int d = cell.directions();
    List<String> values = new ArrayList<>(List.of(x));
    values.add(g.weight(cell.name() + ".W", 2 * in[2], d, rows, in[2]));
    values.add(g.weight(cell.name() + ".R", 2 * cell.hidden(), d, rows, cell.hidden()));
    values.add(g.bias(cell.name() + ".B", d, 2 * rows));
    Map<String, Attribute> attributes =
        Attributes.of(
            "hidden_size", cell.hidden(), "direction", d == 2 ? "bidirectional" : "forward");
    if (cell.op().equals("GRU")) {
      attributes.put("linear_before_reset", new Attribute.IntValue(1));
    }
    g.shaped(cell.name(), in[0], d, in[1], cell.hidden());
    g.shaped(cell.name() + ".last", d, in[1], cell.hidden());
    return g.add(cell.op(), values, attributes, List.of(cell.name(), cell.name() + ".last"));
  }

  /**
   * Rows of a (entries, width) table by int64 ids of any rank.
   *
   * @param name of the layer, and stem of its parameters' names
   * @param ids name of the int64 value that is read
   * @param entries rows of the table
   * @param width columns of the table
   * @return name of the value that is made
   */
  public String embedding(String name, String ids, int entries, int width) {
    int[] in = g.shape(ids);
    int[] out = Arrays.copyOf(in, in.length + 1);
    out[in.length] = width;
    String table = g.weight(name + ".weight", 2, entries, width);
    return g.shaped(g.node("Gather", name, Map.of(), table, ids), out);
  }

  private int last(String x) {
    int[] shape = g.shape(x, 1, "layerNorm");
    return shape[shape.length - 1];
  }
}
