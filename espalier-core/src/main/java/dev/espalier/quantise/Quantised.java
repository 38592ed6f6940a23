package dev.espalier.quantise;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Writes a model whose layers have the forms of a plan, with operators of ONNX's standard set. */
public final class Quantised {
  /** The first set in which DequantizeLinear has a scale for each position of an axis. */
  public static final long OPSET = 13;

  private final Model model;
  private final QuantPlan plan;
  private final GraphWriter writer;
  private final Map<String, Quantisable> layers;

  /** Inputs of the model are read rounded under these names. */
  private final Map<String, String> read = new HashMap<>();

  private final Map<String, Dynamic> dynamic = new HashMap<>();

  /** A value whose grid each call finds. */
  private record Dynamic(String integers, String scale, String zero) {}

  private Quantised(Model model, QuantPlan plan) {
    this.model = model;
    this.plan = plan;
    this.writer = GraphWriter.over(model);
    this.layers = Quantisable.byKey(model.graph());
  }

  /**
   * {@return the model with the layers' forms; its inputs and outputs stay as they are}
   *
   * @param model of set {@link #OPSET} or later, its constants in initializers
   * @param plan made of this model
   */
  public static Model of(Model model, QuantPlan plan) {
    return new Quantised(model, plan).written();
  }

  private Model written() {
    Graph graph = model.graph();
    for (var input : graph.dataInputs()) {
      if (plan.values().containsKey(input.name())) {
        String rounded = writer.claim(input.name() + "_rounded");
        round(input.name(), input.name(), rounded);
        read.put(input.name(), rounded);
      }
    }
    for (Node node : graph.nodes()) {
      Map<String, String> made = new HashMap<>();
      for (String output : node.outputs()) {
        if (plan.values().containsKey(output)) {
          made.put(output, writer.claim(output + "_float"));
        }
      }
      place(node, node.reading(read).making(made));
      made.forEach((value, from) -> round(value, from, value));
    }
    return model.withGraph(writer.in(graph).withoutValueInfos().pruned());
  }

  private void place(Node node, Node written) {
    Quantisable layer = layers.get(node.key());
    if (layer == null) {
      writer.add(written);
      return;
    }
    switch (plan.form(node.key())) {
      case FLOAT -> writer.add(written);
      case STATIC -> writer.add(biased(layer, written.withInput(1, stored(layer))));
      case DYNAMIC -> product(layer, written);
      case WEIGHTS -> {
        if (node.is("Gather")) {
          rows(layer, written);
        } else {
          writer.add(storing(layer, written, this::floats));
        }
      }
      case HALF -> writer.add(storing(layer, written, this::half));
    }
  }

  /** With weights that come out of fewer bits, under the names that they are given. */
  private static Node storing(
      Quantisable layer, Node node, Function<Quantisable, String> restoring) {
    Node storing = node;
    for (Quantisable part : layer.parts()) {
      storing = storing.withInput(part.place(), restoring.apply(part));
    }
    return storing;
  }

  /** A value under the name {@code to}, moved to its grid. */
  private void round(String value, String from, String to) {
    Grid grid = Objects.requireNonNull(plan.values().get(value));
    String scale = writer.constant(value + "_scale", grid.scaleTensor());
    String zero = writer.constant(value + "_zero", grid.zeroTensor());
    String integers = writer.claim(value + "_integers");
    writer.named(integers, "QuantizeLinear", Map.of(), from, scale, zero);
    writer.add(
        Node.of(
            "DequantizeLinear", integers + "_floats", List.of(integers, scale, zero), List.of(to)));
  }

  private Tensor weights(Quantisable layer) {
    return Objects.requireNonNull(model.graph().initializers().get(layer.weights()));
  }

  /** Name of the weights as they come out of 8 bits. */
  private String stored(Quantisable layer) {
    Tensor weights = weights(layer);
    Grid grid = Grid.ofWeights(weights, layer.axis());
    return restored(layer.weights(), grid, grid.integers(weights));
  }

  private String restored(String name, Grid grid, Tensor integers) {
    String stored = writer.constant(name + "_integers", integers);
    String scale = writer.constant(name + "_scale", grid.scaleTensor());
    String zero = writer.constant(name + "_zero", grid.zeroTensor());
    Map<String, Attribute> axis =
        grid.axis() == Grid.WHOLE ? Map.of() : Map.of("axis", new Attribute.IntValue(grid.axis()));
    String rounded = writer.claim(name + "_rounded");
    return writer.named(rounded, "DequantizeLinear", axis, stored, scale, zero);
  }

  private Node biased(Quantisable layer, Node node) {
    Tensor bias = model.graph().initializers().get(layer.bias());
    Grid values = plan.values().get(layer.input());
    if (bias == null || values == null || bias.rank() != 1 || bias.type() != DType.FLOAT) {
      return node;
    }
    Grid grid = Grid.ofBias(values, Grid.ofWeights(weights(layer), layer.axis()));
    return node.withInput(2, restored(layer.bias(), grid, grid.integers(bias)));
  }

  private String half(Quantisable layer) {
    String stored = writer.constant(layer.weights() + "_half", weights(layer).as(DType.FLOAT16));
    return writer.named(
        writer.claim(layer.weights() + "_rounded"),
        "Cast",
        Map.of("to", new Attribute.IntValue(DType.FLOAT.onnx())),
        stored);
  }

  /** Integers are picked by index, and their rows' scales. */
  private void rows(Quantisable layer, Node node) {
    Tensor weights = weights(layer);
    Grid grid = Grid.ofWeights(weights, layer.axis());
    String table = writer.constant(layer.weights() + "_integers", grid.integers(weights));
    String scales =
        writer.constant(
            layer.weights() + "_scale", grid.scaleTensor().reshape(grid.scales().length, 1));
    String picked = writer.node("Gather", table, node.input(1));
    String scale = writer.node("Gather", scales, node.input(1));
    writer.add(Node.of("Mul", node.name(), List.of(floats(picked), scale), node.outputs()));
  }

  /**
   * Weights that ONNX Runtime makes floats when it loads the file. From DequantizeLinear it makes a
   * kernel that rounds the inputs too.
   */
  private String floats(Quantisable layer) {
    Tensor weights = weights(layer);
    Grid grid = Grid.ofWeights(weights, layer.axis());
    int[] along = new int[weights.rank()];
    Arrays.fill(along, 1);
    along[layer.axis()] = grid.scales().length;
    String stored = writer.constant(layer.weights() + "_integers", grid.integers(weights));
    String scale = writer.constant(layer.weights() + "_scale", grid.scaleTensor().reshape(along));
    return writer.named(
        writer.claim(layer.weights() + "_rounded"), "Mul", Map.of(), floats(stored), scale);
  }

  private String floats(String integers) {
    return writer.node("Cast", Map.of("to", new Attribute.IntValue(DType.FLOAT.onnx())), integers);
  }

  /** {@code MatMulInteger(x, W)} times both scales, and the bias behind it. */
  private void product(Quantisable layer, Node node) {
    Dynamic x = dynamic.computeIfAbsent(node.input(0), this::dynamic);
    Tensor weights = weights(layer);
    Grid grid = Grid.ofWeights(weights, layer.axis());
    Tensor integers = grid.integers(weights);
    String matrix =
        writer.constant(
            layer.weights() + "_integers", layer.axis() == 0 ? transposed(integers) : integers);
    String scales =
        writer.constant(
            layer.weights() + "_scale", grid.scaleTensor().reshape(grid.scales().length));
    String zero =
        writer.constant(
            "int8_zero",
            new Grid(DType.INT8, Grid.WHOLE, new float[] {1}, new int[1]).zeroTensor());
    String sums = writer.node("MatMulInteger", x.integers, matrix, x.zero, zero);
    String scale = writer.node("Mul", x.scale, scales);
    if (layer.bias().isEmpty()) {
      writer.add(Node.of("Mul", node.name(), List.of(floats(sums), scale), node.outputs()));
    } else {
      String product = writer.node("Mul", floats(sums), scale);
      writer.add(Node.of("Add", node.name(), List.of(product, node.input(2)), node.outputs()));
    }
  }

  private Dynamic dynamic(String value) {
    List<String> outputs =
        List.of(
            writer.claim(value + "_integers"),
            writer.claim(value + "_scale"),
            writer.claim(value + "_zero"));
    writer.add(Node.of("DynamicQuantizeLinear", outputs.get(0), List.of(value), outputs));
    return new Dynamic(outputs.get(0), outputs.get(1), outputs.get(2));
  }

  private static Tensor transposed(Tensor matrix) {
    int rows = matrix.dims()[0];
    int columns = matrix.dims()[1];
    byte[] from = new byte[rows * columns];
    matrix.data().get(from);
    var out = Tensor.allocate(from.length);
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        out.put(from[r * columns + c]);
      }
    }
    return new Tensor(matrix.type(), new int[] {columns, rows}, out.flip());
  }
}
